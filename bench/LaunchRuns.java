import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LaunchLimits;
import dev.volta.core.launcher.LauncherCodec;
import dev.volta.core.launcher.LauncherMessage;
import dev.volta.core.launcher.LauncherProgram;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.LauncherRequest;
import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.Output;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Launches one command many times by hyperfine, by the launcher, and by hyperfine again in each round, so that the second one
 * shows what differs without a reason. Arguments: the launcher's jar, rounds, runs in each, command.
 */
public final class LaunchRuns {
    private static final Path EXPORT = Path.of(System.getProperty("java.io.tmpdir"), "hyperfine." + ProcessHandle.current().pid());

    private LaunchRuns() {}

    /** Microseconds: the median of the wall time, and the mean of user and system time, which is all that hyperfine tells. */
    record Round(double wall, double cpu) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var rounds = Integer.parseInt(arguments[1]);
        var runs = Integer.parseInt(arguments[2]);
        var argv = List.of(arguments).subList(3, arguments.length);
        var ready = new ArrayList<Double>();
        for (var i = 0; i < rounds; i++) {
            try (var launcher = new Launcher(arguments[0])) {
                ready.add(launcher.readyMillis);
            }
        }
        var hyperfine = new ArrayList<Round>();
        var again = new ArrayList<Round>();
        var ours = new ArrayList<Round>();
        try (var launcher = new Launcher(arguments[0])) {
            System.out.println("processes held by " + launcher.opened.tree());
            for (var i = 0; i < rounds; i++) {
                hyperfine.add(hyperfine(runs, argv));
                ours.add(launcher.round(runs, argv));
                again.add(hyperfine(runs, argv));
            }
        }
        System.out.printf("start to Opened: median %.0f ms, least %.0f ms%n%n", median(ready), least(ready));
        System.out.println("| | wall µs | CPU µs | least wall | least CPU | wall ratio | CPU ratio |\n|---|---|---|---|---|---|---|");
        print("hyperfine -N", hyperfine, hyperfine);
        print("hyperfine -N again", again, hyperfine);
        print("launcher", ours, hyperfine);
    }

    private static void print(String name, List<Round> rounds, List<Round> base) {
        var wallRatios = new ArrayList<Double>();
        var cpuRatios = new ArrayList<Double>();
        for (var i = 0; i < rounds.size(); i++) {
            wallRatios.add(rounds.get(i).wall() / base.get(i).wall());
            cpuRatios.add(rounds.get(i).cpu() / base.get(i).cpu());
        }
        var wall = rounds.stream().map(Round::wall).toList();
        var cpu = rounds.stream().map(Round::cpu).toList();
        System.out.printf(
                "| %s | %.0f | %.0f | %.0f | %.0f | %.3f | %.3f |%n",
                name, median(wall), median(cpu), least(wall), least(cpu), median(wallRatios), median(cpuRatios));
    }

    private static double least(List<Double> values) {
        return values.stream().mapToDouble(value -> value).min().orElseThrow();
    }

    private static double median(List<Double> values) {
        var sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static Round hyperfine(int runs, List<String> argv) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("hyperfine", "-N", "--runs", Integer.toString(runs), "--export-json"));
        command.addAll(List.of(EXPORT.toString(), String.join(" ", argv)));
        var process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).redirectError(Redirect.DISCARD);
        if (process.start().waitFor() != 0) {
            throw new IOException(command + " failed");
        }
        var json = Files.readString(EXPORT);
        Files.delete(EXPORT);
        return new Round(1e6 * figure(json, "median"), 1e6 * (figure(json, "user") + figure(json, "system")));
    }

    private static double figure(String json, String name) {
        var matcher = Pattern.compile("\"" + name + "\": ([0-9.e-]+)").matcher(json);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name + " in " + json);
        }
        return Double.parseDouble(matcher.group(1));
    }

    /** A launcher that is ready. */
    private static final class Launcher implements AutoCloseable {
        private final Process process;
        private final OutputStream out;
        private final InputStream in;
        private final LauncherReply.Opened opened;
        private final double readyMillis;

        Launcher(String jar) throws IOException {
            var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
            command.addAll(LauncherProgram.JAVA_OPTIONS);
            command.addAll(List.of("-jar", jar));
            var begun = System.nanoTime();
            process = new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
            out = process.getOutputStream();
            in = new BufferedInputStream(process.getInputStream());
            LauncherCodec.write(out, new LauncherRequest.Open(
                    LauncherMessage.PROTOCOL, "bench", LaunchLimits.NONE, 0, Optional.empty()));
            opened = (LauncherReply.Opened) LauncherCodec.readReply(in).orElseThrow();
            readyMillis = (System.nanoTime() - begun) / 1e6;
        }

        Round round(int runs, List<String> argv) throws IOException {
            var wall = new double[runs];
            var cpu = new double[runs];
            // All at once, since hyperfine does not wait for anybody between two runs either.
            for (var i = 0; i < runs; i++) {
                LauncherCodec.write(out, new Launch(
                        i, argv, List.of(), "", "", Output.DISCARD, Output.DISCARD, 0, 0, false));
            }
            for (var i = 0; i < runs; i++) {
                var ended = (LauncherReply.Ended) LauncherCodec.readReply(in).orElseThrow();
                if (!ended.outcome().equals(new Outcome.Exited(0))) {
                    throw new IOException(argv + " ended with " + ended.outcome());
                }
                wall[i] = (ended.endNanos() - ended.startNanos()) / 1e3;
                cpu[i] = (ended.usage().userNanos() + ended.usage().systemNanos()) / 1e3;
            }
            return new Round(
                    median(Arrays.stream(wall).boxed().toList()), Arrays.stream(cpu).average().orElseThrow());
        }

        @Override
        public void close() throws IOException, InterruptedException {
            out.close();
            process.waitFor();
        }
    }
}
