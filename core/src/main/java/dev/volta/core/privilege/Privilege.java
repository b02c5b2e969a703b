package dev.volta.core.privilege;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.CommandInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** As whom commands run on one node. */
public sealed interface Privilege {
    String END_OF_SECRET = "volta: end of secret";
    /** Of two lines, so that {@link Command#brief()} leaves it out. */
    String BEHIND_PASSWORD =
            "while IFS= read -r line && [ \"$line\" != '" + END_OF_SECRET + "' ]; do :; done\nexec \"$@\"";

    /** As whoever logged in. */
    record AsLoggedIn() implements Privilege {}

    /** Through sudo, which asks for nothing. */
    record SudoUnasked() implements Privilege {}

    /** Through sudo, which reads {@code password} from its standard input. */
    record SudoAsked(String password) implements Privilege {
        @Override
        public String toString() {
            return "SudoAsked";
        }
    }

    /** {@code argv} with this privilege, reading nothing. */
    default Command command(List<String> argv) {
        return command(argv, CommandInput.NOTHING);
    }

    /**
     * {@code argv} with this privilege, reading {@code input}. Sudo may turn out not to ask, and leave the password for
     * the program to read; so a line that ends the secret part stands behind it, and is read away first. A shell reads a
     * line byte by byte, and leaves what comes behind it.
     */
    default Command command(List<String> argv, CommandInput input) {
        return switch (this) {
            case AsLoggedIn() -> Command.of(argv).withStdin(input);
            case SudoUnasked() ->
                Command.of(concat(List.of("sudo", "-n", "--"), argv)).withStdin(input);
            case SudoAsked(var password) ->
                Command.of(concat(List.of("sudo", "-S", "-p", "", "--", "sh", "-c", BEHIND_PASSWORD, "sh"), argv))
                        .withStdin(CommandInput.of(
                                        (password + "\n" + END_OF_SECRET + "\n").getBytes(StandardCharsets.UTF_8))
                                .followedBy(input));
        };
    }

    /** Where the password comes from. */
    @FunctionalInterface
    interface Password {
        /** Empty if there is nobody to ask. */
        Optional<String> ask() throws InterruptedException;
    }

    private static List<String> concat(List<String> first, List<String> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
