package dev.volta.core.privilege;

import dev.volta.core.remote.Completed;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final int REFUSED = 42;

    private final Privilege.Password source;
    private final ReentrantLock turn = new ReentrantLock();
    private boolean asked; // guarded by turn
    private Optional<String> password = Optional.empty(); // guarded by turn

    public Sudo(Privilege.Password source) {
        this.source = source;
    }

    /** Throws {@link RemoteException} if there is no way to become root there. */
    public Privilege on(Remote remote) throws InterruptedException {
        var look = Script.of(Sudo.class, "look.sh")
                .to("find out how to become root")
                .withLimit(LIMIT)
                .run(remote);
        return switch (look.status()) {
            case ExitStatus.Exited(int code) when code == 0 -> new Privilege.SudoUnasked();
            case ExitStatus.Exited(int code) when code == IS_ROOT -> new Privilege.AsLoggedIn();
            case ExitStatus.Exited(int code)
            when code == NO_SUDO ->
                throw new RemoteException(
                        remote.node(), "sudo is not installed there, and the user is not root; log in as root");
            case ExitStatus.Exited(int code) when code == REFUSED -> withPassword(remote, look);
            case ExitStatus.Exited _, ExitStatus.Signalled _, ExitStatus.TimedOut _ ->
                throw new RemoteException(remote.node(), "cannot find out whether sudo works: " + look.status());
        };
    }

    /** @param look what sudo said and permits without one */
    private Privilege withPassword(Remote remote, Completed look) throws InterruptedException {
        var refusal = SudoRefusal.of(look.err());
        switch (refusal) {
            case NO_TERMINAL, NOT_IN_SUDOERS, OTHER_COMMANDS ->
                throw new RemoteException(remote.node(), refusal.told(look.err()));
            case ASKS, WRONG_PASSWORD, UNKNOWN -> {} // a password may help
        }
        var known = password()
                .orElseThrow(() -> new RemoteException(
                        remote.node(),
                        "sudo says '" + refusal.line(look.err())
                                + "', and there is no terminal to ask for a password on;" + permitted(look.out())
                                + " allow the user NOPASSWD: ALL, or run this on a terminal"));
        var privilege = new Privilege.SudoAsked(known);
        var probe = privilege.command(List.of("true"));
        var argv = new ArrayList<>(List.of("env", "LC_ALL=C"));
        argv.addAll(probe.argv());
        var tried = remote.run(probe.withArgv(argv).withTimeout(LIMIT));
        if (!tried.ok()) {
            var said = tried.err().isBlank() ? tried.status().toString() : tried.err();
            throw new RemoteException(remote.node(), SudoRefusal.of(said).told(said));
        }
        return privilege;
    }

    private static String permitted(String commands) {
        return commands.isBlank()
                ? ""
                : " without a password it runs only "
                        + String.join(", ", commands.strip().lines().toList()) + ";";
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
}
