package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs every command of the README's transcripts; the output must be the same but for numbers, units and warnings. */
class ReadmeIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern TRANSCRIPT = Pattern.compile("(?s)```console\n(.*?)```");
    private static final Pattern NUMBER =
            Pattern.compile("\\d[\\dTZ. -]*( ?(ns/B|ns|µs|ms|s|min|%|[KMGT]?i?B(/s)?)(?![a-z]))?");

    @TempDir
    private Path folder;

    @TestFactory
    List<DynamicTest> everyTranscriptIsTrue() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        var transcripts = TRANSCRIPT.matcher(Files.readString(ROOT.resolve("README.md")));
        while (transcripts.find()) {
            var steps = steps(transcripts.group(1));
            tests.add(DynamicTest.dynamicTest(steps.getFirst().command(), () -> replay(steps)));
        }
        assertThat(tests).hasSizeGreaterThan(2);
        return tests;
    }

    private record Step(String command, String output) {}

    private static List<Step> steps(String transcript) {
        var steps = new ArrayList<Step>();
        for (var part : transcript.split("(?m)^\\$ ", -1)) {
            if (!part.isEmpty()) {
                var end = part.indexOf('\n');
                steps.add(new Step(part.substring(0, end), part.substring(end + 1)));
            }
        }
        return steps;
    }

    private void replay(List<Step> steps) throws Exception {
        if (!Files.exists(folder.resolve("volta"))) {
            Files.createSymbolicLink(folder.resolve("volta"), ROOT.resolve("volta"));
            Files.createSymbolicLink(folder.resolve("examples"), ROOT.resolve("examples"));
        }
        for (var step : steps) {
            var ran = Ran.bash(folder, step.command());
            assertThat(ran.code()).as(step.command() + "\n" + ran.err()).isZero();
            assertThat(withoutNumbers(utf8(ran.out()))).as(step.command()).isEqualTo(withoutNumbers(step.output()));
        }
    }

    /** {@link Ran} shows bytes as characters. */
    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Warnings are left out too: whether there is one depends on the machine and the moment. */
    private static String withoutNumbers(String text) {
        return NUMBER.matcher(text.replaceAll("(?m)^warning .*\n", ""))
                .replaceAll("#")
                .replaceAll(" *# *", "#")
                .replaceAll("#…#", "#");
    }
}
