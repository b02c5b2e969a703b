package dev.volta.hashing.node.job;

import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.WalkEntry;
import java.util.Arrays;

/** What became of one listed entry. {@code root} is the position of its root in the job's list. */
public sealed interface JobResult {
    int root();

    RawPath path();

    /** {@code size} is the number of bytes that went into the digest. */
    record Hashed(int root, RawPath path, long size, byte[] digest) implements JobResult {
        @Override
        public boolean equals(Object other) {
            return other instanceof Hashed that
                    && root == that.root
                    && path.equals(that.path)
                    && size == that.size
                    && Arrays.equals(digest, that.digest);
        }

        @Override
        public int hashCode() {
            return 31 * path.hashCode() + Arrays.hashCode(digest);
        }
    }

    record Failed(int root, RawPath path, Failure reason, String detail) implements JobResult {}

    /** A link, FIFO, device or excluded directory: something that has no content to digest. */
    record Skipped(int root, RawPath path, WalkEntry.Kind kind) implements JobResult {}
}
