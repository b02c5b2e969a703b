package dev.volta.core.privilege;

import dev.volta.core.remote.Command;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** As whom commands run on one node. */
public sealed interface Privilege {
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

    /**
     * {@code argv} with this privilege. Behind a password the program reads nothing: what sudo left over, because it did
     * not ask after all, is a secret.
     */
    default Command command(List<String> argv) {
        return switch (this) {
            case AsLoggedIn() -> Command.of(argv);
            case SudoUnasked() -> Command.of(concat(List.of("sudo", "-n", "--"), argv));
            case SudoAsked(var password) ->
                Command.of(concat(
                                List.of("sudo", "-S", "-p", "", "--", "sh", "-c", "exec \"$@\" </dev/null", "sh"),
                                argv))
                        .withStdin((password + "\n").getBytes(StandardCharsets.UTF_8));
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
