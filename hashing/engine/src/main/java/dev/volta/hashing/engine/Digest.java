package dev.volta.hashing.engine;

import java.nio.ByteBuffer;

/** A hash in the making. One thread uses it at a time. */
public interface Digest {
    /** Takes all that remains of {@code bytes}. */
    void update(ByteBuffer bytes);

    /** The hash of everything since the last call, {@link Algorithm#digestLength()} bytes; the next one starts afresh. */
    byte[] finish();
}
