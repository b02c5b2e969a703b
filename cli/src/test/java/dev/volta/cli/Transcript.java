package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Commands of the README with what they print. */
public record Transcript(List<Step> steps) {
    public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern FENCED = Pattern.compile("(?s)```console\n(.*?)```");
    private static final Pattern NUMBER =
            Pattern.compile("\\d[\\dTZ. -]*( ?(ns/B|ns|µs|ms|s|min|%|[KMGT]?i?B(/s)?)(?![a-z]))?");

    /** A command and its output. */
    public record Step(String command, String output) {}

    public static List<Transcript> all() throws IOException {
        return FENCED.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map(fenced -> of(fenced.group(1)))
                .toList();
    }

    private static Transcript of(String text) {
        var steps = new ArrayList<Step>();
        for (var part : text.split("(?m)^\\$ ", -1)) {
            if (!part.isEmpty()) {
                var end = part.indexOf('\n');
                steps.add(new Step(part.substring(0, end), part.substring(end + 1)));
            }
        }
        return new Transcript(steps);
    }

    /** Whether it needs the nodes of {@code examples/rack}. */
    public boolean isOfRack() {
        return steps.stream().anyMatch(step -> step.command().contains("examples/rack"));
    }

    /**
     * Runs all commands; their output must be the same but for numbers, units and warnings.
     *
     * @param before a line of shell that comes before each
     */
    public void replay(Path folder, String before) throws IOException, InterruptedException {
        for (var step : steps) {
            var ran = Ran.bash(folder, before + step.command());
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
