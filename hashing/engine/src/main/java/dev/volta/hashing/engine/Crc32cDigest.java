package dev.volta.hashing.engine;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C of the JDK, which reads native memory as it is. */
final class Crc32cDigest implements Digest {
    private final CRC32C sum = new CRC32C();

    @Override
    public void update(ByteBuffer bytes) {
        sum.update(bytes);
    }

    @Override
    public byte[] finish() {
        var value = (int) sum.getValue();
        sum.reset();
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
