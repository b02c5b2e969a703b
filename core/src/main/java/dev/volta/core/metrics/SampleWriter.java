package dev.volta.core.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Writes samples in one of the formats of docs/metrics.md. A failure to write is an {@link UncheckedIOException}. */
public interface SampleWriter extends SampleSink {
    /** Writes what can only be written at the end. */
    void finish();

    /** Writes to {@code out}. */
    static void write(Appendable out, CharSequence text) {
        try {
            out.append(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
