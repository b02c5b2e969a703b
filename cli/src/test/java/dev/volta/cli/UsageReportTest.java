package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageReportTest {
    private static void assertTold(Ran ran, String message, String command) {
        assertThat(ran).isEqualTo(new Ran("", "volta: " + message + "\nTry '" + command + " --help'.\n", 2));
    }

    @Test
    void anUnknownOptionIsToldInOneLineWithTheNearestOne() {
        assertTold(
                Ran.volta("run-experiment", "--inptu", "x"),
                "Unknown option: '--inptu'; did you mean '--input'?",
                "volta run-experiment");
        assertTold(
                Ran.volta("exec", "--fanuot=3", "true"),
                "Unknown option: '--fanuot=3'; did you mean '--fanout'?",
                "volta exec");
        assertTold(Ran.volta("hash", "sum", "--zzzzzzz"), "Unknown option: '--zzzzzzz'", "volta hash sum");
    }

    @Test
    void anUnknownCommandIsToldWithTheNearestOne() {
        assertTold(Ran.volta("exce"), "Unmatched argument at index 0: 'exce'; did you mean 'exec'?", "volta");
        assertTold(
                Ran.volta("hash", "chekc"),
                "Unmatched argument at index 1: 'chekc'; did you mean 'check'?",
                "volta hash");
    }

    @Test
    void whatIsMissingIsToldWithoutTheWholeHelp() {
        assertTold(Ran.volta(), "a command is missing", "volta");
        assertTold(Ran.volta("push"), "Missing required parameters: 'LOCAL', 'REMOTE'", "volta push");
        assertTold(Ran.volta("config"), "a command is missing: check, show or schema", "volta config");
    }

    @Test
    void anEmptyPathIsNotTheCurrentFolder() {
        assertTold(Ran.volta("push", "", "/dest"), "LOCAL is empty, expected a path", "volta push");
        assertTold(Ran.volta("push", "file", ""), "REMOTE is empty, expected a path", "volta push");
        assertTold(Ran.volta("pull", "", "here"), "REMOTE is empty, expected a path", "volta pull");
        assertTold(Ran.volta("pull", "/there", ""), "LOCALDIR is empty, expected a path", "volta pull");
    }

    @Test
    void aWordThatATerminalWouldObeyIsShownOnOneLine() {
        assertTold(Ran.volta("hash", "sum", "--a\u001b[1m\nb"), "Unknown option: '--a\\x1b[1m\\nb'", "volta hash sum");
    }
}
