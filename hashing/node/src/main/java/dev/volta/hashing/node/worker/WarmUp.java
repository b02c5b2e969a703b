package dev.volta.hashing.node.worker;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.FileHasher;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.posix.ProcessCpu;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Has the hash compiled before the first job is there to pay for it. Until the second compiler has come to it, SHA-256
 * runs at a tenth of its speed, without the instructions that the processor has for it, and on a busy machine that takes
 * seconds of the first trial.
 */
final class WarmUp {
    private static final long MOST_CPU_NANOS = TimeUnit.MILLISECONDS.toNanos(400);
    private static final int ROUNDS = 12_000;
    private static final int LARGE_BYTES = 256 << 10;
    private static final int SMALL_BYTES = 4 << 10;
    private static final int ROUNDS_PER_LARGE = 64;

    private WarmUp() {}

    /** Hashes zeros in large and small pieces, and a small file again and again. */
    static void run(Algorithm algorithm, Path smallFile) {
        long end = ProcessCpu.nanos() + MOST_CPU_NANOS;
        var digest = algorithm.newDigest();
        var zeros = ByteBuffer.allocateDirect(LARGE_BYTES);
        var path = RawPath.parse(smallFile.toString());
        try (var hasher = new FileHasher(algorithm)) {
            for (int round = 0; round < ROUNDS && ProcessCpu.nanos() < end; round++) {
                digest.update(zeros.clear().limit(round % SMALL_BYTES));
                if (round % ROUNDS_PER_LARGE == 0) {
                    digest.update(zeros.clear());
                }
                digest.finish();
                hasher.hash(path, bytes -> {});
            }
        }
    }
}
