package dev.volta.cli.fleet;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The person at the terminal, asked one question at a time, even where the standard streams lead elsewhere. */
public final class Terminal {
    private static final ReentrantLock TURN = new ReentrantLock();

    /** Parameters: the prompt; whether the answer stays invisible. */
    private static final String ASK = """
            (: <>/dev/tty) 2>/dev/null || exit 1
            exec 3<>/dev/tty
            settings=$(stty -g <&3)
            trap 'stty "$settings" <&3' EXIT
            trap 'exit 130' INT TERM
            [ "$2" = false ] || stty -echo <&3
            printf '%s' "$1" >&3
            IFS= read -r answer <&3 || exit 1
            [ "$2" = false ] || echo >&3
            printf '%s' "$answer"
            """;

    private Terminal() {}

    /** What was typed, unseen; empty if there is no terminal. */
    public static Optional<String> secret(String prompt) throws InterruptedException {
        return ask(prompt, true);
    }

    /** Whether {@code y} or {@code yes} was typed; empty if there is no terminal. */
    public static Optional<Boolean> confirm(String question) throws InterruptedException {
        return ask(question + " [y/N] ", false)
                .map(answer ->
                        answer.strip().equalsIgnoreCase("y") || answer.strip().equalsIgnoreCase("yes"));
    }

    /** Whether standard output leads to a terminal. */
    public static boolean showsOutput() {
        return isOne(1);
    }

    /** Whether somebody at a terminal may answer: standard input comes from one. */
    public static boolean hasInput() {
        return isOne(0);
    }

    private static boolean isOne(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException _) {
            return false;
        }
    }

    private static Optional<String> ask(String prompt, boolean unseen) throws InterruptedException {
        TURN.lockInterruptibly();
        try (var here = new LocalRemote(new NodeName("terminal"))) {
            var answer = here.run(Command.script(ASK, prompt, Boolean.toString(unseen)));
            return answer.ok() ? Optional.of(answer.out()) : Optional.empty();
        } finally {
            TURN.unlock();
        }
    }
}
