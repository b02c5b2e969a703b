package dev.volta.core.config;

import java.util.List;

/** What a service runs. */
public sealed interface Program {
    /** One of Volta's own jars. */
    enum BuiltIn implements Program {
        CONTROLLER,
        WORKER
    }

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
