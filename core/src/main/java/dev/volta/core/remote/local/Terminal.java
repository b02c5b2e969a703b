package dev.volta.core.remote.local;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The person at the terminal, asked one question at a time, even where the standard streams lead elsewhere. */
public final class Terminal {
    private static final ReentrantLock TURN = new ReentrantLock();

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
            var answer = Script.of(Terminal.class, "ask.sh")
                    .to("ask on the terminal")
                    .with(prompt, Boolean.toString(unseen))
                    .run(here);
            return answer.ok() ? Optional.of(answer.out()) : Optional.empty();
        } finally {
            TURN.unlock();
        }
    }
}
