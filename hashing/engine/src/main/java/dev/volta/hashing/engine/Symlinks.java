package dev.volta.hashing.engine;

/** What a walk does with symbolic links inside a tree. The root itself is always followed. */
public enum Symlinks {
    SKIP,
    FOLLOW
}
