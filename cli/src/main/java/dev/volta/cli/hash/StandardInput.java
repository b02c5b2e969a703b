package dev.volta.cli.hash;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.FileOutcome;
import dev.volta.hashing.engine.RawPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** Standard input in the place of a file. */
final class StandardInput {
    /** The name that stands for it. */
    static final RawPath DASH = RawPath.parse("-");

    private static final int BUFFER_BYTES = 128 << 10;

    private StandardInput() {}

    static FileOutcome hash(InputStream in, Algorithm algorithm) {
        var digest = algorithm.newDigest();
        var buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try {
            for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(ByteBuffer.wrap(buffer, 0, count));
                size += count;
            }
        } catch (IOException e) {
            return new FileOutcome.Failed(Failure.IO, Objects.requireNonNullElse(e.getMessage(), "read error"));
        }
        return new FileOutcome.Hashed(digest.finish(), size);
    }
}
