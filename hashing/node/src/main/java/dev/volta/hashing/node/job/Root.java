package dev.volta.hashing.node.job;

import dev.volta.hashing.engine.RawPath;

/** A file or folder to digest, and the node that holds it; an empty node means that every worker can read it. */
public record Root(String node, RawPath path) {
    public static Root anywhere(RawPath path) {
        return new Root("", path);
    }

    public boolean isBound() {
        return !node.isEmpty();
    }
}
