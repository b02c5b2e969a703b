package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lock on a node that operators log in to as different users. */
@Timeout(300)
class SharedLockTest extends OnOwnLock {
    @Test
    void refusesAFolderWhereOthersCouldRemoveIt() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> take("one", Duration.ZERO))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining(
                        folder + " has mode 777, so that others could remove a lock there; it has to be sticky");
        assertThat(claims()).isEmpty();
        assertThatThrownBy(() -> new FleetLock(HERE, folder + "/none", "lab", TTL).state())
                .isInstanceOf(RemoteException.class);
    }

    /** This machine, with every command run by another user. */
    private static Remote as(String user) {
        return new ForwardingRemote(HERE) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=nogroup", "--clear-groups"));
                argv.addAll(command.argv());
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
    }

    private void shareWithOtherUsers() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: only root can be other users");
        for (Path above = folder; above != null && !above.equals(Path.of("/tmp")); above = above.getParent()) {
            assumeTrue(above.startsWith("/tmp"), "skipped: not below /tmp");
            Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        HERE.run(Command.of("chmod", "1777", folder.toString()));
    }

    @Test
    void bindsOperatorsWhoLogInAsDifferentUsers() throws Exception {
        shareWithOtherUsers();
        var games = by(as("games"));
        var daemon = by(as("daemon"));
        games.take(claim("one"), Duration.ZERO);
        assertThatThrownBy(() -> take("two", Duration.ZERO))
                .isInstanceOf(LockHeldException.class)
                .hasMessageContaining("by ann@desk (process 42, 'volta deploy-all -l 'a b'', logged in as games), ");
        assertThatThrownBy(() -> daemon.take(claim("three"), Duration.ZERO)).isInstanceOf(LockHeldException.class);
        // Only its owner and root can take it away.
        assertThat(daemon.breakIt(BREAKER)).isInstanceOf(LockState.Held.class);
        assertThat(games.renew("one")).isEqualTo(new Renewal.Held());
        games.release("one");
        take("two", Duration.ZERO);
        assertThatThrownBy(() -> games.take(claim("four"), Duration.ZERO)).hasMessageContaining("logged in as root");
        assertThat(games.breakIt(BREAKER)).isInstanceOf(LockState.Held.class);
        lock.release("two");
        daemon.take(claim("five"), Duration.ZERO);
        assertThat(lock.breakIt(BREAKER)).isEqualTo(new LockState.Free());
        assertThat(daemon.renew("five"))
                .isInstanceOfSatisfying(
                        Renewal.Lost.class,
                        lost -> assertThat(lost.how()).startsWith("it was taken away by eve@lap (process 7, "));
        assertThat(claims()).isEmpty();
    }

    @Test
    void whatIsLeftOfAnotherUserIsToldWhenItIsBroken() throws Exception {
        shareWithOtherUsers();
        by(as("games")).take(claim("one"), Duration.ZERO);
        age("one", TTL.plusSeconds(5));
        var daemon = by(as("daemon"));
        assertThat(daemon.breakIt(BREAKER))
                .isInstanceOfSatisfying(
                        LockState.Expired.class,
                        state -> assertThat(state.owner().login()).contains("games"));
        Files.write(held("one"), new byte[0]);
        assertThat(daemon.breakIt(BREAKER))
                .isInstanceOfSatisfying(
                        LockState.Damaged.class,
                        state -> assertThat(state.owner().login()).contains("games"));
        assertThat(claims()).containsExactly("volta-lock.lab.one.held");
        assertThat(lock.breakIt(BREAKER)).isEqualTo(new LockState.Free());
        assertThat(claims()).isEmpty();
    }

    @Test
    void takesOverWhatAnotherUserLeft() throws Exception {
        shareWithOtherUsers();
        by(as("games")).take(claim("one"), Duration.ZERO);
        age("one", TTL.plusSeconds(5));
        var daemon = by(as("daemon"));
        daemon.take(claim("two"), Duration.ZERO);
        assertThat(daemon.renew("two")).isEqualTo(new Renewal.Held());
        assertThat(claims()).containsExactly("volta-lock.lab.one.held", "volta-lock.lab.two.held");
        assertThat(by(as("games")).renew("one")).isEqualTo(new Renewal.Lost("it had expired when it was renewed"));
        assertThatThrownBy(() -> take("three", Duration.ZERO)).hasMessageContaining("logged in as daemon");
    }

    @Test
    void nobodyLosesItByWhatAnotherUserWrites() throws Exception {
        shareWithOtherUsers();
        take("one", Duration.ZERO);
        var whole = Files.readString(held("one"));
        var games = as("games");
        // One who asks, one that says he has it, one that says nothing: nobody can have it while ours lives.
        for (var claim : List.of(
                "volta-lock.lab.two.ask",
                "volta-lock.lab.two.new",
                "volta-lock.lab.two.held",
                "volta-lock.lab.one.held.ask",
                "volta-lock.lab.x y.held")) {
            for (var text : List.of(whole, "", whole.substring(0, 20))) {
                games.run(Command.of(
                                "sh",
                                "-c",
                                "printf %s \"$1\" >\"$2\"",
                                "sh",
                                text,
                                folder.resolve(claim).toString()))
                        .require();
                assertThat(renewed("one")).as("%s: '%s'", claim, text).isTrue();
            }
        }
        games.run(Command.of("rm", folder.resolve("volta-lock.lab.two.held").toString()))
                .require();
        lock.release("one");
        // A claim with a time to live of a century expires after an hour at the most.
        var lines = new ArrayList<>(whole.lines().toList());
        lines.set(1, "%12d".formatted(Long.parseLong(lines.get(1).strip()) - 3601));
        lines.set(3, "999999999999");
        games.run(Command.of(
                        "sh",
                        "-c",
                        "printf '%s\\n' \"$1\" >\"$2\"",
                        "sh",
                        String.join("\n", lines),
                        folder.resolve("volta-lock.lab.three.held").toString()))
                .require();
        assumeTrue(Long.parseLong(lines.get(1).strip()) > 0, "this machine was booted just now");
        take("four", Duration.ZERO);
    }
}
