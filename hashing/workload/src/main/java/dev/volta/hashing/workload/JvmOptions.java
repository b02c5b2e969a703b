package dev.volta.hashing.workload;

import java.util.ArrayList;
import java.util.List;

/**
 * What the JVM of a controller or a worker is told.
 *
 * <p>Its compilers are held back from everything but hashing. On an emulated processor they are what a start mostly
 * consists of: a controller took 28 s of processor time until it listened, 11 s when methods had to run ten times as often
 * before they were compiled. Hashing is compiled as soon as ever, since it is what the speed of a worker depends on. A
 * controller hashes nothing, and has the quick compiler only.
 */
final class JvmOptions {
    private static final List<String> HASHING = List.of("sun.security.provider.*", "dev.volta.hashing.engine.*");

    private JvmOptions() {}

    static List<String> ofController(JvmMemory memory) {
        var options = common(memory);
        options.add("-XX:TieredStopAtLevel=1");
        return options;
    }

    static List<String> ofWorker(JvmMemory memory) {
        var options = common(memory);
        options.add("-XX:CompileCommand=quiet");
        for (var classes : HASHING) {
            options.add("-XX:CompileCommand=CompileThresholdScaling," + classes + "::*,1.0");
        }
        return options;
    }

    private static List<String> common(JvmMemory memory) {
        var options = new ArrayList<String>();
        options.add("-XX:+UseSerialGC");
        options.add("-Xmx" + memory.heapMebibytes() + "m");
        options.add("-XX:-UsePerfData");
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.add("-XX:CompileThresholdScaling=30");
        return options;
    }
}
