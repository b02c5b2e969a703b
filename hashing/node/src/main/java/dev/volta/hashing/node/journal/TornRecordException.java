package dev.volta.hashing.node.journal;

import java.io.IOException;

/** A log holds something at {@code offset} that is not a whole record. */
public final class TornRecordException extends IOException {
    private static final long serialVersionUID = 1L;
    private final long offset;

    TornRecordException(long offset) {
        super("no whole record at offset " + offset);
        this.offset = offset;
    }

    public long offset() {
        return offset;
    }
}
