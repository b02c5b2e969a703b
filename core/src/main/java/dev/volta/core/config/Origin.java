package dev.volta.core.config;

/** Where an effective value was said. */
public sealed interface Origin {
    /** In a file; line and column count from 1. */
    record InFile(String file, int line, int column) implements Origin {
        @Override
        public String toString() {
            return file + ":" + line + ":" + column;
        }
    }

    /** Nowhere: Volta's own default holds. */
    record ByDefault() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /** On the command line; {@code option} is spelt with its dashes. */
    record ByOption(String option) implements Origin {
        @Override
        public String toString() {
            return option;
        }
    }

    /** Without the column: what a reader looks up, not what an editor jumps to. */
    default String brief() {
        return switch (this) {
            case InFile(String file, int line, int _) -> file + ":" + line;
            case ByDefault _, ByOption _ -> toString();
        };
    }
}
