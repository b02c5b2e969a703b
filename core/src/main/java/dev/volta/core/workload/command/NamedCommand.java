package dev.volta.core.workload.command;

import dev.volta.core.remote.Command;
import java.util.List;

/**
 * A command that is measured.
 *
 * @param name tells it from the others it is compared with; empty if it is alone
 * @param argv the program and its arguments, as {@link dev.volta.core.wire.RawText}
 */
record NamedCommand(String name, List<String> argv) {
    NamedCommand {
        argv = List.copyOf(argv);
    }

    /** As one line that a shell reads back. */
    String quoted() {
        return Command.of(argv).quoted();
    }
}
