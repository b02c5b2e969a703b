package dev.volta.hashing.workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the JVM of a controller or a worker is told.
 *
 * <p>On an emulated processor a start consists mostly of compilers, which are translated themselves before they run. They
 * are held back there: methods have to run {@value #RELUCTANCE} times as often before they are compiled, and a controller
 * has the quick compiler only. What hashes is compiled as soon as ever, since the speed of a worker depends on it.
 */
final class JvmOptions {
    private static final int RELUCTANCE = 30;

    private static final List<String> HASHING = List.of("sun.security.provider.*", "dev.volta.hashing.engine.*");

    private JvmOptions() {}

    static List<String> ofController(JvmMemory memory, boolean emulated) {
        var options = common(memory, emulated);
        if (emulated) {
            options.add("-XX:TieredStopAtLevel=1");
        }
        return List.copyOf(options);
    }

    static List<String> ofWorker(JvmMemory memory, boolean emulated) {
        var options = common(memory, emulated);
        if (emulated) {
            options.add("-XX:CompileCommand=quiet");
            for (var classes : HASHING) {
                // what is said of a method multiplies what is said of all
                options.add("-XX:CompileCommand=CompileThresholdScaling," + classes + "::*,"
                        + String.format(Locale.ROOT, "%.4f", 1.0 / RELUCTANCE));
            }
        }
        return List.copyOf(options);
    }

    private static List<String> common(JvmMemory memory, boolean emulated) {
        var options = new ArrayList<String>();
        options.add("-XX:+UseSerialGC");
        options.add("-Xmx" + memory.heapMebibytes() + "m");
        options.add("-XX:-UsePerfData");
        options.add("-XX:+ExitOnOutOfMemoryError");
        if (emulated) {
            options.add("-XX:CompileThresholdScaling=" + RELUCTANCE);
        }
        return options;
    }
}
