package dev.volta.core.config;

import java.util.List;

/** What an experiment does. */
public sealed interface Work {
    List<Input> inputs();

    /**
     * A digest of every file below the inputs.
     *
     * @param algorithm one of the names that the hashing modules offered when the file was read
     */
    record Digest(String algorithm, List<Input> inputs, Symlinks symlinks) implements Work {
        public Digest {
            inputs = List.copyOf(inputs);
        }
    }

    /** What becomes of a symbolic link below an input. */
    enum Symlinks {
        SKIP,
        FOLLOW
    }
}
