package dev.volta.hashing.engine;

import java.nio.ByteBuffer;

/** Hands a buffer to code that takes arrays only: native memory piece by piece, each small enough to stay in L1. */
final class HeapPieces {
    private static final int PIECE_BYTES = 16 << 10;

    private final byte[] piece = new byte[PIECE_BYTES];

    /** Takes {@code length} bytes from {@code offset}; the array is reused. */
    @FunctionalInterface
    interface Piece {
        void take(byte[] array, int offset, int length);
    }

    void each(ByteBuffer bytes, Piece next) {
        if (bytes.hasArray()) {
            next.take(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
            return;
        }
        while (bytes.hasRemaining()) {
            var length = Math.min(PIECE_BYTES, bytes.remaining());
            bytes.get(piece, 0, length);
            next.take(piece, 0, length);
        }
    }
}
