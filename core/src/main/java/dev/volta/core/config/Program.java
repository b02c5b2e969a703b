package dev.volta.core.config;

import java.util.List;

/** What a service runs. */
public sealed interface Program {
    /**
     * A program that comes with Volta.
     *
     * @param kind the name of a kind of service that a module brings
     */
    record OfKind(String kind) implements Program {}

    /** A program of the operator's, never empty. */
    record Argv(List<String> argv) implements Program {
        public Argv {
            argv = List.copyOf(argv);
            if (argv.isEmpty()) {
                throw new IllegalArgumentException("a command needs at least a program");
            }
        }
    }
}
