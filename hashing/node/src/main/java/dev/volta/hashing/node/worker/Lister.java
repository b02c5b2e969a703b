package dev.volta.hashing.node.worker;

import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.TreeWalk;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.wire.Frames;
import dev.volta.hashing.node.wire.ListedEntry;
import dev.volta.hashing.node.wire.WorkerMessage.Listing;
import dev.volta.hashing.node.wire.WorkerMessage.NumberedRoot;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import dev.volta.hashing.node.wire.WorkerMessage.Walked;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Walks the roots of one lease and streams what it finds; the socket slows it down to what the controller takes. */
final class Lister {
    private static final int MOST_ENTRIES = 512;
    private static final int MOST_PATH_BYTES = 64 << 10;
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Walk walk;
    private final Link link;
    private final List<ListedEntry> unsent = new ArrayList<>();
    private int unsentPathBytes;
    private long lastFlush = System.nanoTime();
    private @Nullable IOException failure;
    private volatile boolean withdrawn;

    Lister(Walk walk, Link link) {
        this.walk = walk;
        this.link = link;
    }

    long lease() {
        return walk.lease();
    }

    void withdraw() {
        withdrawn = true;
    }

    void run() throws IOException {
        RawPath after = walk.after();
        for (NumberedRoot root : walk.roots()) {
            TreeWalk.walk(
                    root.path(),
                    walk.symlinks(),
                    after,
                    walk.excluded(),
                    TreeWalk.Limits.ofPaths(Frames.MOST_PATH_BYTES),
                    entry -> visit(root.number(), entry));
            after = null;
            IOException failed = failure;
            if (failed != null) {
                throw failed;
            }
            if (withdrawn) {
                return;
            }
        }
        flush();
        // The controller charges CPU time to the lease in hand, so it has to know before that ends.
        link.sendHeartbeat();
        link.send(new Walked(walk.lease()));
    }

    private boolean visit(int root, WalkEntry entry) {
        unsent.add(new ListedEntry(root, entry));
        unsentPathBytes += entry.path().length();
        boolean due = unsent.size() >= MOST_ENTRIES
                || unsentPathBytes >= MOST_PATH_BYTES
                || System.nanoTime() - lastFlush >= FLUSH_NANOS;
        try {
            if (due) {
                flush();
            }
        } catch (IOException e) {
            failure = e;
        }
        return failure == null && !withdrawn;
    }

    private void flush() throws IOException {
        if (!unsent.isEmpty()) {
            link.send(new Listing(walk.lease(), unsent));
            unsent.clear();
            unsentPathBytes = 0;
        }
        lastFlush = System.nanoTime();
    }
}
