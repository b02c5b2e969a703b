package dev.volta.hashing.node.metrics;

import dev.volta.hashing.engine.posix.ProcessCpu;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What every process can tell: CPU time, resident memory, heap. Without the beans of java.lang.management and without
 * regular expressions: both cost where little is compiled.
 */
final class ProcessReadings implements Readings.Source {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "\nVmRSS:";
    private static final double MILLIS = 1e3;
    private final double startedAt = System.currentTimeMillis() / MILLIS;

    @Override
    public void read(Readings into) {
        into.counter("process_cpu_seconds_total", "User and system time of the process", ProcessCpu.nanos() / 1e9);
        into.gauge("process_start_time_seconds", "When the process started, since the epoch", startedAt);
        resident(into);
        var runtime = Runtime.getRuntime();
        into.gauge(
                "volta_jvm_heap_used_bytes",
                "Heap in use, garbage included",
                runtime.totalMemory() - runtime.freeMemory());
        into.gauge("volta_jvm_heap_committed_bytes", "Heap taken from the system", runtime.totalMemory());
        into.gauge("volta_jvm_heap_max_bytes", "The most that the heap may become", runtime.maxMemory());
    }

    /** {@code VmRSS} of proc_pid_status(5); absent where it cannot be read. */
    private static void resident(Readings into) {
        try {
            var status = Files.readString(STATUS, StandardCharsets.ISO_8859_1);
            var at = status.indexOf(RESIDENT);
            if (at >= 0) {
                var kib = status.substring(at + RESIDENT.length(), status.indexOf(" kB", at));
                into.gauge(
                        "process_resident_memory_bytes",
                        "Resident memory of the process",
                        Long.parseLong(kib.strip()) * 1024);
            }
        } catch (IOException | NumberFormatException | StringIndexOutOfBoundsException e) {
            // A value that is not known is not told.
        }
    }
}
