package dev.volta.hashing.engine;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;

/** XXH3 with 64 bits of hash4j. */
final class Xxh3Digest implements Digest {
    private final HashStream64 stream = Hashing.xxh3_64().hashStream();
    private final HeapPieces pieces = new HeapPieces();

    @Override
    public void update(ByteBuffer bytes) {
        pieces.each(bytes, stream::putBytes);
    }

    @Override
    public byte[] finish() {
        var value = stream.getAsLong();
        stream.reset();
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }
}
