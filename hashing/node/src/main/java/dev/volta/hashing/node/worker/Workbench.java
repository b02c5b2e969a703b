package dev.volta.hashing.node.worker;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.FileHasher;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.node.wire.ItemOutcome;
import dev.volta.hashing.node.wire.WorkerMessage.DigestItem;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Digests the files of batches, one after the other. It belongs to the working thread. */
final class Workbench implements AutoCloseable {
    private static final int MOST_UNSENT = 64;
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Usage usage;
    private @Nullable FileHasher hasher;
    private @Nullable Algorithm algorithm;

    Workbench(Usage usage) {
        this.usage = usage;
    }

    void work(Batch batch) {
        int unsent = 0;
        long lastFlush = System.nanoTime();
        for (DigestItem item : batch.digest().items()) {
            if (batch.isWithdrawn()) {
                return;
            }
            try {
                batch.add(new ItemOutcome(item.index(), hash(batch, item)));
            } catch (Withdrawn e) {
                // The hasher stopped in the middle of a file, so its state is worth nothing.
                close();
                return;
            }
            unsent++;
            long now = System.nanoTime();
            if (unsent >= MOST_UNSENT || now - lastFlush >= FLUSH_NANOS) {
                batch.flush();
                unsent = 0;
                lastFlush = now;
            }
        }
        batch.flush();
    }

    @Override
    public void close() {
        FileHasher old = hasher;
        hasher = null;
        if (old != null) {
            old.close();
        }
    }

    private FileOutcome hash(Batch batch, DigestItem item) {
        usage.opened();
        FileOutcome outcome = hasher(batch.digest().algorithm()).hash(item.path(), bytes -> {
            usage.read(bytes);
            if (batch.isWithdrawn()) {
                throw new Withdrawn();
            }
        });
        usage.finished(outcome);
        return outcome;
    }

    private FileHasher hasher(Algorithm wanted) {
        FileHasher ready = hasher;
        if (ready == null || algorithm != wanted) {
            close();
            ready = new FileHasher(wanted);
            hasher = ready;
            algorithm = wanted;
        }
        return ready;
    }
}
