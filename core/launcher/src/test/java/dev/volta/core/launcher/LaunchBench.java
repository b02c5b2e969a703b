package dev.volta.core.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Launches a command many times, and prints medians: start to ready in ms, wall in µs, user and system time in µs. */
public final class LaunchBench {
    private LaunchBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var runs = Integer.parseInt(arguments[1]);
        var output = Output.valueOf(arguments[2]);
        var argv = List.of(arguments).subList(3, arguments.length);
        var begun = System.nanoTime();
        try (var launcher = LauncherProcess.start(Path.of(arguments[0]), LauncherProcess.open("bench"))) {
            var ready = System.nanoTime() - begun;
            var wall = new long[runs];
            var cpu = new long[runs];
            for (var i = 0; i < runs; i++) {
                var ended = launcher.run(new Launch(i, argv, List.of(), "", "", output, output, 0, 0, false));
                if (!ended.outcome().equals(new Outcome.Exited(0))) {
                    throw new IOException(argv + ": " + ended);
                }
                wall[i] = ended.endNanos() - ended.startNanos();
                cpu[i] = ended.usage().userNanos() + ended.usage().systemNanos();
            }
            System.out.println(launcher.opened().tree() + " " + ready / 1_000_000 + " " + median(wall) / 1000 + " "
                    + median(cpu) / 1000 + " " + wall[0] / 1000);
        }
    }

    private static long median(long[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
