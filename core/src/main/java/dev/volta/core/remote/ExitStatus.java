package dev.volta.core.remote;

import java.time.Duration;

/** How a program on a node ended. */
public sealed interface ExitStatus {
    /** It returned {@code code}, 0 to 255. */
    record Exited(int code) implements ExitStatus {
        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /** A signal ended it; {@code name} is without the prefix SIG, as in RFC 4254 section 6.10. */
    record Signalled(String name) implements ExitStatus {
        @Override
        public String toString() {
            return "signal " + name;
        }
    }

    /** It ran past its limit and was ended. */
    record TimedOut(Duration limit) implements ExitStatus {
        @Override
        public String toString() {
            return "timed out after " + limit.toMillis() / 1000.0 + " s";
        }
    }

    default boolean ok() {
        return this instanceof Exited(int code) && code == 0;
    }
}
