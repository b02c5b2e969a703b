package dev.volta.hashing.node.wire;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.engine.WalkEntry.Kind;

/** The numbers by which the engine's enums travel. */
final class EnumCodes {
    private EnumCodes() {}

    static int code(Kind kind) {
        return switch (kind) {
            case FILE -> 1;
            case SKIPPED_SYMLINK -> 2;
            case SKIPPED_SPECIAL -> 3;
            case FAILED -> 4;
            case SKIPPED_EXCLUDED -> 5;
        };
    }

    static Kind kind(int code) throws ProtocolException {
        return switch (code) {
            case 1 -> Kind.FILE;
            case 2 -> Kind.SKIPPED_SYMLINK;
            case 3 -> Kind.SKIPPED_SPECIAL;
            case 4 -> Kind.FAILED;
            case 5 -> Kind.SKIPPED_EXCLUDED;
            default -> throw PayloadReader.malformed("entry kind " + code + " is not defined");
        };
    }

    static int code(Symlinks policy) {
        return switch (policy) {
            case SKIP -> 1;
            case FOLLOW -> 2;
        };
    }

    static Symlinks symlinks(int code) throws ProtocolException {
        return switch (code) {
            case 1 -> Symlinks.SKIP;
            case 2 -> Symlinks.FOLLOW;
            default -> throw PayloadReader.malformed("symlink policy " + code + " is not defined");
        };
    }

    static Failure failure(int code) throws ProtocolException {
        try {
            return Failure.of(code);
        } catch (IllegalArgumentException e) {
            throw PayloadReader.malformed(String.valueOf(e.getMessage()));
        }
    }

    static Algorithm algorithm(String id) throws ProtocolException {
        return Algorithm.named(id)
                .orElseThrow(() -> PayloadReader.malformed("algorithm '" + id + "' is not offered here"));
    }
}
