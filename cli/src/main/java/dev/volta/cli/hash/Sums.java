package dev.volta.cli.hash;

import dev.volta.core.wire.Quantities;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.OrderedHashing;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.TreeWalk;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.engine.manifest.ManifestFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Prints checksums as they come, and keeps count of what has none. */
final class Sums {
    private final OutputStream out;
    private final ManifestFormat format;
    private final Algorithm algorithm;
    private final Complaints complaints;
    private boolean anyFailed;
    private long found;
    private long skippedSymlinks;
    private long skippedSpecials;

    Sums(OutputStream out, ManifestFormat format, Algorithm algorithm, Complaints complaints) {
        this.out = out;
        this.format = format;
        this.algorithm = algorithm;
        this.complaints = complaints;
    }

    void add(RawPath path, FileOutcome outcome) {
        switch (outcome) {
            case FileOutcome.Hashed(var digest, var _) -> print(path, digest);
            case FileOutcome.Failed(var _, var detail) -> fail(path, detail);
        }
    }

    private void print(RawPath path, byte[] digest) {
        try {
            format.write(out, algorithm, digest, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fail(RawPath path, String detail) {
        complaints.about(path, detail);
        anyFailed = true;
    }

    /** Hashes the files of a tree; one in which there is nothing to hash has failed. */
    void walk(RawPath root, Symlinks policy, OrderedHashing hashing) {
        var foundBefore = found;
        TreeWalk.walk(root, policy, null, List.of(), entry -> {
            take(entry, hashing);
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("interrupted while a tree was walked");
            }
            return true;
        });
        if (found == foundBefore) {
            // Behind what is told of the trees before it.
            hashing.finish();
            fail(root, "There is no file in it to hash");
        }
    }

    private void take(WalkEntry entry, OrderedHashing hashing) {
        switch (entry.kind()) {
            case FILE -> {
                found++;
                hashing.add(entry.path(), entry.size());
            }
            case SKIPPED_SYMLINK -> skippedSymlinks++;
            case SKIPPED_SPECIAL -> skippedSpecials++;
            case SKIPPED_EXCLUDED -> {} // nothing is excluded here
            case FAILED -> {
                found++;
                fail(entry.path(), entry.detail());
            }
        }
    }

    boolean anyFailed() {
        return anyFailed;
    }

    void tellSkipped() {
        if (skippedSymlinks + skippedSpecials > 0) {
            complaints.say("skipped " + Quantities.count(skippedSymlinks, "symbolic link") + " and "
                    + Quantities.count(skippedSpecials, "special file"));
        }
    }
}
