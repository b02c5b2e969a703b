package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.common.Modules;
import dev.volta.cli.common.StandardStreams;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

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
    void aLocalRunHasNoUseForAProfileAndSaysSo() {
        for (var profile : new String[] {"32_2", "nosuch"}) {
            assertTold(
                    Ran.volta("run-experiment", "--profile", profile, "--input", "/etc/hostname", "--dry-run"),
                    "--profile applies to services of a fleet, but a local run starts its own; leave it out"
                            + " (and use --memory-limit and --workers), or add --mode distributed",
                    "volta run-experiment");
        }
    }

    @Test
    void aWordThatATerminalWouldObeyIsShownOnOneLine() {
        assertTold(Ran.volta("hash", "sum", "--a\u001b[1m\nb"), "Unknown option: '--a\\x1b[1m\\nb'", "volta hash sum");
    }

    @Test
    void theWordsOfAnOptionAreListedAsTheyAreTyped() {
        assertTold(
                Ran.volta("vm", "up", "--network", "Bridged"),
                "Invalid value for option '--network': 'Bridged'; expected one of isolated, open",
                "volta vm up");
        assertTold(
                Ran.volta("vm", "up", "--accel", "fast"),
                "Invalid value for option '--accel': 'fast'; expected one of auto, kvm, tcg",
                "volta vm up");
    }

    /** Of every option of every command. */
    @Test
    void noListOfWordsHasCapitals() {
        var tried = new ArrayList<String>();
        enumOptions(Volta.commandLine(StandardStreams.ofProcess(), Modules.builtIn()), List.of(), tried);
        assertThat(tried).hasSizeGreaterThan(20);
    }

    private static void enumOptions(CommandLine line, List<String> words, List<String> tried) {
        for (var option : line.getCommandSpec().options()) {
            if (option.typeInfo().isEnum()) {
                var argv = new ArrayList<>(words);
                argv.addAll(List.of(option.longestName(), "x"));
                var ran = Ran.volta(argv.toArray(String[]::new));
                assertThat(ran.code()).as("%s", argv).isEqualTo(2);
                assertThat(ran.err().lines().findFirst().orElseThrow())
                        .as("%s", argv)
                        .startsWith("volta: Invalid value for option '")
                        .doesNotContainPattern("[A-Z][A-Z]");
                tried.add(String.join(" ", argv));
            }
        }
        line.getSubcommands().forEach((name, command) -> {
            var deeper = new ArrayList<>(words);
            deeper.add(name);
            enumOptions(command, deeper, tried);
        });
    }
}
