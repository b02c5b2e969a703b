package dev.volta.core.privilege;

import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Finds out, node by node, how to become root. The password is asked for once, and only if some node wants one; it goes
 * to sudo's standard input and nowhere else.
 */
public final class Sudo {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int IS_ROOT = 40;
    private static final int NO_SUDO = 41;
    private static final int ASKS = 42;

    private final Privilege.Password source;
    private final ReentrantLock turn = new ReentrantLock();
    private boolean asked; // guarded by turn
    private Optional<String> password = Optional.empty(); // guarded by turn

    public Sudo(Privilege.Password source) {
        this.source = source;
    }

    /** Throws {@link RemoteException} if there is no way to become root there. */
    public Privilege on(Remote remote) throws InterruptedException {
        var look = Script.of(Sudo.class, "look.sh").withLimit(LIMIT).run(remote);
        return switch (look.status()) {
            case ExitStatus.Exited(int code) when code == 0 -> new Privilege.SudoUnasked();
            case ExitStatus.Exited(int code) when code == IS_ROOT -> new Privilege.AsLoggedIn();
            case ExitStatus.Exited(int code)
            when code == NO_SUDO ->
                throw new RemoteException(
                        remote.node(), "sudo is not installed there, and the user is not root; log in as root");
            case ExitStatus.Exited(int code) when code == ASKS -> withPassword(remote);
            case ExitStatus.Exited _, ExitStatus.Signalled _, ExitStatus.TimedOut _ ->
                throw new RemoteException(remote.node(), "cannot find out whether sudo works: " + look.status());
        };
    }

    private Privilege withPassword(Remote remote) throws InterruptedException {
        var known = password()
                .orElseThrow(() -> new RemoteException(
                        remote.node(),
                        "sudo asks for a password, and there is no terminal to ask on; allow the user NOPASSWD, or run"
                                + " this on a terminal"));
        var privilege = new Privilege.SudoAsked(known);
        var tried = remote.run(privilege.command(List.of("true")).withTimeout(LIMIT));
        if (!tried.ok()) {
            throw new RemoteException(remote.node(), "sudo refuses: " + complaint(tried.err(), tried.status()));
        }
        return privilege;
    }

    private Optional<String> password() throws InterruptedException {
        turn.lockInterruptibly();
        try {
            if (!asked) {
                password = source.ask();
                asked = true;
            }
            return password;
        } finally {
            turn.unlock();
        }
    }

    /** To a wrong password sudo says several lines, of which none says so plainly. */
    private static String complaint(String words, ExitStatus status) {
        if (words.contains("try again") || words.contains("incorrect password")) {
            return "the password is wrong";
        }
        return words.lines()
                .filter(line -> !line.isBlank())
                .reduce((_, last) -> last)
                .orElseGet(status::toString);
    }
}
