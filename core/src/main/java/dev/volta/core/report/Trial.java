package dev.volta.core.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.volta.core.host.Fact;
import java.time.Instant;
import java.util.List;

/**
 * One execution of the whole work.
 *
 * @param index position in the order of execution, counted from 1 over warm-up and measured trials alike
 * @param startedAt by the wall clock; durations are from a monotonic clock
 * @param wallNanos from the first piece handed out to the last result received
 * @param cpuNanos user and system time of all processes of the work
 * @param bytes input bytes whose result was accepted
 * @param files input files whose result was accepted
 * @param requeued pieces that were handed out again because a worker was lost
 * @param workers what each worker did in this trial
 */
public record Trial(
        int index,
        Phase phase,
        Instant startedAt,
        long wallNanos,
        Fact<Long> cpuNanos,
        long bytes,
        long files,
        long requeued,
        List<WorkerShare> workers) {
    public Trial {
        workers = List.copyOf(workers);
        if (index < 1 || wallNanos <= 0 || bytes < 0 || files < 0 || requeued < 0) {
            throw new IllegalArgumentException("no trial: index %d, %d ns, %d bytes, %d files, %d requeued"
                    .formatted(index, wallNanos, bytes, files, requeued));
        }
    }

    /** Whether a trial counts. */
    public enum Phase {
        @JsonProperty("warmup")
        WARMUP,
        @JsonProperty("measured")
        MEASURED;

        String word() {
            return this == WARMUP ? "warm-up" : "measured";
        }
    }
}
