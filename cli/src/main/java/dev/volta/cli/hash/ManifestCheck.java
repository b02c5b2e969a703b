package dev.volta.cli.hash;

import dev.volta.hashing.engine.Accepted;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.OrderedHashing;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.manifest.ManifestLine;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Hashes the files of a manifest and gives each result to the tally together with its line. Where BSD lines change the
 * algorithm, what is under way ends first.
 */
final class ManifestCheck implements AutoCloseable {
    private final CheckTally tally;
    private final int threads;
    private final @Nullable InputStream stdin;
    private final Deque<ManifestLine.Listed> underWay = new ArrayDeque<>();
    private @Nullable Algorithm algorithm;
    private @Nullable OrderedHashing hashing;

    /** {@code stdin} is what a file named {@code -} means, null if the manifest itself comes from there. */
    ManifestCheck(CheckTally tally, int threads, @Nullable InputStream stdin) {
        this.tally = tally;
        this.threads = threads;
        this.stdin = stdin;
    }

    void take(ManifestLine line, String manifest, Algorithm assumed) {
        switch (line) {
            case ManifestLine.Listed listed
            when !listed.path().equals(StandardInput.DASH) -> {
                var current = hashing(listed.algorithm());
                underWay.add(listed);
                current.add(listed.path());
            }
            case ManifestLine.Listed listed
            when stdin != null -> {
                finish();
                tally.add(listed, StandardInput.hash(stdin, listed.algorithm()));
            }
            case ManifestLine.Listed listed -> misformatted(listed.number(), manifest, assumed);
            case ManifestLine.Malformed(long number) -> misformatted(number, manifest, assumed);
        }
    }

    private void misformatted(long number, String manifest, Algorithm assumed) {
        if (tally.tellsMisformatted()) {
            // What is said of the lines before comes first.
            finish();
        }
        tally.misformatted(number, manifest, assumed);
    }

    private OrderedHashing hashing(Algorithm wanted) {
        if (hashing == null || algorithm != wanted) {
            finish();
            close();
            algorithm = wanted;
            // Whatever somebody could take the checksum of: a manifest names its files one by one, as sum's arguments
            // do.
            hashing = new OrderedHashing(wanted, Accepted.ANYTHING, threads, this::deliver);
        }
        return hashing;
    }

    private void deliver(RawPath path, FileOutcome outcome) {
        tally.add(underWay.remove(), outcome);
    }

    void finish() {
        if (hashing != null) {
            hashing.finish();
        }
    }

    @Override
    public void close() {
        if (hashing != null) {
            hashing.close();
        }
    }
}
