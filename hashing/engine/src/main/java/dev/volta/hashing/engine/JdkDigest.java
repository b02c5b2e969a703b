package dev.volta.hashing.engine;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A hash of the JDK. */
final class JdkDigest implements Digest {
    private final MessageDigest digest;
    private final HeapPieces pieces = new HeapPieces();

    JdkDigest(String name) {
        try {
            digest = MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK lacks " + name, e);
        }
    }

    @Override
    public void update(ByteBuffer bytes) {
        pieces.each(bytes, digest::update);
    }

    @Override
    public byte[] finish() {
        return digest.digest();
    }
}
