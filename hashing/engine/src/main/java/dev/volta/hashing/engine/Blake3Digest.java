package dev.volta.hashing.engine;

import java.nio.ByteBuffer;
import org.apache.commons.codec.digest.Blake3;

/** BLAKE3 of commons-codec, unkeyed, 32 bytes. */
final class Blake3Digest implements Digest {
    private final Blake3 hash = Blake3.initHash();
    private final HeapPieces pieces = new HeapPieces();

    @Override
    public void update(ByteBuffer bytes) {
        pieces.each(bytes, hash::update);
    }

    @Override
    public byte[] finish() {
        var digest = hash.doFinalize(Algorithm.BLAKE3.digestLength());
        hash.reset();
        return digest;
    }
}
