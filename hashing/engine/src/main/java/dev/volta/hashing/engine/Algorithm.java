package dev.volta.hashing.engine;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The hashes on offer. CRC32C (RFC 3720 appendix B.4) and XXH3 (64 bits, seed 0) are numbers; as digests they are
 * big-endian, which is how {@code xxhsum} prints them.
 */
public enum Algorithm {
    SHA256("sha256", 32),
    SHA512("sha512", 64),
    SHA1("sha1", 20),
    MD5("md5", 16),
    CRC32C("crc32c", 4),
    XXH3("xxh3", 8),
    BLAKE3("blake3", 32);

    private final String id;
    private final int digestLength;

    Algorithm(String id, int digestLength) {
        this.id = id;
        this.digestLength = digestLength;
    }

    /** The name in configuration, options and manifests. */
    public String id() {
        return id;
    }

    /** Bytes of a digest. */
    public int digestLength() {
        return digestLength;
    }

    public Digest newDigest() {
        return switch (this) {
            case SHA256 -> new JdkDigest("SHA-256");
            case SHA512 -> new JdkDigest("SHA-512");
            case SHA1 -> new JdkDigest("SHA-1");
            case MD5 -> new JdkDigest("MD5");
            case CRC32C -> new Crc32cDigest();
            case XXH3 -> new Xxh3Digest();
            case BLAKE3 -> new Blake3Digest();
        };
    }

    public static Optional<Algorithm> named(String id) {
        return Stream.of(values()).filter(a -> a.id.equals(id)).findFirst();
    }
}
