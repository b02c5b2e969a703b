package dev.volta.cli.hash;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.manifest.EscapedName;
import dev.volta.hashing.engine.manifest.ManifestLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The results of checking one manifest: prints each, counts them, and decides whether all was good. */
final class CheckTally {
    private final OutputStream out;
    private final CheckRules rules;
    private final Complaints complaints;
    private boolean anyListed;
    private boolean anyMatched;
    private long misformatted;
    private long unreadable;
    private long mismatched;

    CheckTally(OutputStream out, CheckRules rules, Complaints complaints) {
        this.out = out;
        this.rules = rules;
        this.complaints = complaints;
    }

    boolean tellsMisformatted() {
        return rules.voice() == CheckRules.Voice.WARNING;
    }

    void misformatted(long line, String manifest, Algorithm algorithm) {
        misformatted++;
        if (tellsMisformatted()) {
            complaints.about(manifest, line + ": improperly formatted " + algorithm.name() + " checksum line");
        }
    }

    void add(ManifestLine.Listed expected, FileOutcome outcome) {
        anyListed = true;
        switch (outcome) {
            case FileOutcome.Hashed(var digest, var _) -> compare(expected, digest);
            case FileOutcome.Failed(var reason, var detail) -> {
                if (reason == Failure.MISSING && rules.ignoreMissing()) {
                    return;
                }
                unreadable++;
                complaints.about(expected.path(), detail);
                print(expected, "FAILED open or read");
            }
        }
    }

    private void compare(ManifestLine.Listed expected, byte[] digest) {
        if (!MessageDigest.isEqual(expected.digest(), digest)) {
            mismatched++;
            print(expected, "FAILED");
            return;
        }
        anyMatched = true;
        if (rules.voice() != CheckRules.Voice.QUIET) {
            print(expected, "OK");
        }
    }

    private void print(ManifestLine.Listed line, String result) {
        if (rules.voice() == CheckRules.Voice.STATUS_ONLY) {
            return;
        }
        var name = line.path().bytes();
        try {
            // Like coreutils up to 9.1: only where the result would take several lines.
            if (line.path().text().indexOf('\n') >= 0) {
                out.write('\\');
                name = EscapedName.escape(name);
            }
            out.write(name);
            out.write((": " + result + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells the sums; returns whether the manifest holds. */
    boolean conclude(String manifest) {
        if (!anyListed) {
            complaints.about(manifest, "no properly formatted checksum lines found");
            return false;
        }
        if (rules.voice() != CheckRules.Voice.STATUS_ONLY) {
            warn(misformatted, " line is improperly formatted", " lines are improperly formatted");
            warn(unreadable, " listed file could not be read", " listed files could not be read");
            warn(mismatched, " computed checksum did NOT match", " computed checksums did NOT match");
            if (rules.ignoreMissing() && !anyMatched) {
                complaints.about(manifest, "no file was verified");
            }
        }
        return anyMatched && mismatched == 0 && unreadable == 0 && (!rules.strict() || misformatted == 0);
    }

    private void warn(long count, String one, String several) {
        if (count > 0) {
            complaints.say("WARNING: " + count + (count == 1 ? one : several));
        }
    }
}
