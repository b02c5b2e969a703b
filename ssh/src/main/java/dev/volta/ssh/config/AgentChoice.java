package dev.volta.ssh.config;

import java.nio.file.Path;
import java.util.Optional;

/** Which ssh-agent is asked for keys. */
public sealed interface AgentChoice {
    /** The one that the run names, usually by {@code $SSH_AUTH_SOCK}. */
    record Usual() implements AgentChoice {}

    record None() implements AgentChoice {}

    record At(Path socket) implements AgentChoice {}

    /** The socket of the agent, where {@code usual} is that of the run. */
    default Optional<Path> socket(Optional<Path> usual) {
        return switch (this) {
            case Usual() -> usual;
            case None() -> Optional.empty();
            case At(var socket) -> Optional.of(socket);
        };
    }
}
