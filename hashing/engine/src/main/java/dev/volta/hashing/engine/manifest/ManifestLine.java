package dev.volta.hashing.engine.manifest;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;

/** A line of a manifest; lines are counted from 1. */
public sealed interface ManifestLine {
    long number();

    /** A file with the digest it should have. */
    record Listed(long number, Algorithm algorithm, byte[] digest, RawPath path) implements ManifestLine {}

    /** A line that lists no file. */
    record Malformed(long number) implements ManifestLine {}
}
