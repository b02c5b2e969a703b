package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that computes the figures of a run anew, in another language, from the formulas alone. */
class RecomputeTest {
    private static final Path SCRIPT =
            Path.of("../examples/command/recompute.py").toAbsolutePath().normalize();

    @TempDir
    Path parent;

    private record Ran(int exit, String out) {}

    private static Ran python(String... arguments) throws IOException, InterruptedException {
        var process = new ProcessBuilder()
                .command(Stream.concat(Stream.of("python3"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out);
    }

    @BeforeAll
    static void needsPython() throws InterruptedException {
        var found = false;
        try {
            found = python("--version").exit() == 0;
        } catch (IOException e) {
            // no such program
        }
        assumeTrue(found, "skipped: there is no python3");
    }

    private Path written(RunRecord run) {
        var folder = ResultsFolder.create(
                parent, Runs.START, "sort", run.quantities().trial(), run.variants());
        run.trials().forEach(folder::append);
        folder.write(run, Runs.NO_COURSES);
        return folder.path();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 17, 60})
    void comesToTheSameFigures(int blocks) throws Exception {
        var ran = python(
                SCRIPT.toString(),
                written(VariantRuns.run(blocks, 1, 1.02, 0.7)).toString());
        assertThat(ran.out()).endsWith("%d figures, 0 differ\n".formatted(3 * 5 * 3 + 2 * 4));
        assertThat(ran.exit()).isZero();
    }

    @Test
    void comesToTheSameFiguresOfARunWithoutVariants() throws Exception {
        var ran = python(
                SCRIPT.toString(),
                written(Runs.run(Runs.trials(100, 104, 101, 99, 102, 107, 103))).toString());
        assertThat(ran.out())
                .contains("median of wall_ns: 102000000\n", "median of wall_ns, upper end: 107000000")
                .endsWith("6 figures, 0 differ\n");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void findsFiguresThatTheSamplesDoNotGive() throws Exception {
        var folder = written(VariantRuns.run(12, 1, 1.02));
        var json = Files.readString(folder.resolve(ResultsFolder.RUN));
        for (var key : List.of("ratio", "lower", "median", "blocks")) {
            var at = json.lastIndexOf("\"" + key + "\" : ");
            json = json.substring(0, at) + json.substring(at).replaceFirst(": [0-9.]+", ": 1.5");
        }
        Files.writeString(folder.resolve(ResultsFolder.RUN), json);
        var ran = python(SCRIPT.toString(), folder.toString());
        assertThat(ran.out())
                .contains(
                        "median of memory_peak_bytes b: run.json has 1.5, the samples give 4194304.0\n",
                        "ratio of b to a: run.json has 1.5, the samples give 1.0",
                        "ratio of b to a, lower end: run.json has 1.5, the samples give 1.0",
                        "ratio of b to a, blocks: run.json has 1.5, the samples give 12\n")
                .endsWith("figures, 4 differ\n");
        assertThat(ran.exit()).isEqualTo(1);
    }
}
