package dev.volta.hashing.engine;

/** What a {@link FileHasher} takes for a file. */
public enum Accepted {
    /** Regular files alone; nothing else is even opened. */
    REGULAR_FILES,
    /** Whatever can be opened and read to an end; for paths that somebody wrote down one by one. */
    ANYTHING
}
