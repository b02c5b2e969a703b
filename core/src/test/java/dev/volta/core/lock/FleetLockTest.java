package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FleetLockTest {
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final Remote HERE = new LocalRemote(new NodeName("n1"));

    @TempDir
    private Path folder;

    private FleetLock lock;

    @BeforeEach
    void onThisMachine() {
        lock = by(HERE);
    }

    private FleetLock by(Remote remote) {
        return new FleetLock(remote, folder.toString(), "lab", TTL);
    }

    private static Claim claim(String token) {
        return new Claim(token, "ann", "desk", 42, "volta deploy-all -l 'a b'");
    }

    private void take(String token, Duration patience) throws InterruptedException {
        lock.take(claim(token), patience);
    }

    private boolean renewed(String token) throws InterruptedException {
        return lock.renew(token) instanceof Renewal.Held;
    }

    private String lost(String token) throws InterruptedException {
        return lock.renew(token) instanceof Renewal.Lost(var how) ? how : "not lost";
    }

    private Path held(String token) {
        return folder.resolve("volta-lock.lab." + token + ".held");
    }

    private List<String> claims() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The claim as it would be had it last been renewed before {@code age}. */
    private void age(String token, Duration age) throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(held(token)));
        lines.set(1, "%12d".formatted(Long.parseLong(lines.get(1).strip()) - age.toSeconds()));
        Files.write(held(token), lines);
    }

    @Test
    void isFreeUntilItIsTaken() throws Exception {
        assertThat(lock.state()).isEqualTo(new LockState.Free());
        take("one", Duration.ZERO);
        assertThat(lock.state()).isInstanceOfSatisfying(LockState.Held.class, state -> {
            var owner = state.owner();
            assertThat(owner.user() + "@" + owner.host() + " " + owner.pid()).isEqualTo("ann@desk 42");
            assertThat(owner.command()).isEqualTo("volta deploy-all -l 'a b'");
            assertThat(owner.token()).isEqualTo("one");
            assertThat(owner.login()).isEmpty();
            assertThat(owner.left()).isBetween(TTL.dividedBy(2), TTL);
        });
        lock.release("one");
        assertThat(lock.state()).isEqualTo(new LockState.Free());
        assertThat(claims()).isEmpty();
    }

    @Test
    void namesWhoHasItToWhoeverComesSecond() throws Exception {
        take("one", Duration.ZERO);
        assertThatThrownBy(() -> take("two", Duration.ZERO))
                .isInstanceOf(LockHeldException.class)
                .hasMessageMatching(
                        "the fleet is locked on n1 by ann@desk \\(process 42, 'volta deploy-all -l 'a b''\\),"
                                + " .* ago; wait for it with --wait-lock 5m, or run 'volta lock release' if that command is"
                                + " dead");
        assertThat(claims()).containsExactly("volta-lock.lab.one.held");
    }

    @Test
    void waitsUntilItIsGivenBack() throws Exception {
        take("one", Duration.ZERO);
        var second = Thread.ofVirtual().start(() -> {
            try {
                take("two", Duration.ofMinutes(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(second.join(Duration.ofMillis(300))).isFalse();
        lock.release("one");
        second.join();
        assertThat(renewed("two")).isTrue();
    }

    @Test
    void oneThatWasNotRenewedIsTakenOver() throws Exception {
        take("one", Duration.ZERO);
        age("one", TTL.plusSeconds(5));
        assertThat(lock.state()).isInstanceOf(LockState.Expired.class);
        take("two", Duration.ZERO);
        assertThat(lost("one")).isEqualTo("somebody has broken it (volta lock release)");
        lock.release("one");
        assertThat(renewed("two")).isTrue();
        assertThat(claims()).containsExactly("volta-lock.lab.two.held");
    }

    @Test
    void renewingKeepsItAlive() throws Exception {
        take("one", Duration.ZERO);
        age("one", TTL.minusSeconds(30));
        assertThat(renewed("one")).isTrue();
        assertThat(lock.state())
                .isInstanceOfSatisfying(
                        LockState.Held.class,
                        state -> assertThat(state.owner().left()).isGreaterThan(TTL.minusSeconds(25)));
        assertThatThrownBy(() -> take("two", Duration.ZERO)).isInstanceOf(LockHeldException.class);
    }

    @Test
    void oneThatHasExpiredIsNotRenewed() throws Exception {
        take("one", Duration.ZERO);
        age("one", TTL.plusSeconds(5));
        assertThat(lost("one")).isEqualTo("it had expired when it was renewed");
        assertThat(lock.state()).isEqualTo(new LockState.Free());
    }

    @Test
    void aRenewalInWhichItExpiresIsNone() throws Exception {
        var slow = new ForwardingRemote(HERE) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(command.argv());
                argv.replaceAll(word -> word.replace("stamp \"$mine.held\" ||", "sleep 3; stamp \"$mine.held\" ||"));
                assertThat(argv).isNotEqualTo(command.argv());
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
        var brief = new FleetLock(slow, folder.toString(), "lab", Duration.ofSeconds(2));
        brief.take(claim("one"), Duration.ZERO);
        assertThat(brief.renew("one")).isEqualTo(new Renewal.Lost("it had expired when it was renewed"));
        assertThat(claims()).isEmpty();
    }

    @Test
    void canBeBroken() throws Exception {
        take("one", Duration.ZERO);
        assertThat(lock.breakIt()).isEqualTo(new LockState.Free());
        assertThat(lock.state()).isEqualTo(new LockState.Free());
        assertThat(lost("one")).isEqualTo("somebody has broken it (volta lock release)");
    }

    @Test
    void isNotThatOfAnotherFleetWhoseNameBeginsLikeIt() throws Exception {
        take("one", Duration.ZERO);
        var other = new FleetLock(HERE, folder.toString(), "lab.one", TTL);
        other.take(claim("two"), Duration.ZERO);
        assertThat(renewed("one")).isTrue();
        assertThat(other.renew("two")).isEqualTo(new Renewal.Held());
        lock.breakIt();
        assertThat(other.renew("two")).isEqualTo(new Renewal.Held());
    }

    @Test
    void doesNotDependOnTheClockOfTheNode() throws Exception {
        take("one", Duration.ZERO);
        for (var time : List.of(Instant.EPOCH, Instant.now().plus(Duration.ofDays(1000)))) {
            Files.setLastModifiedTime(held("one"), FileTime.from(time));
            assertThatThrownBy(() -> take("two", Duration.ZERO)).isInstanceOf(LockHeldException.class);
            assertThat(renewed("one")).isTrue();
        }
    }

    @Test
    void oneOfAnEarlierBootIsAsOldAsThisBoot() throws Exception {
        take("one", Duration.ZERO);
        var lines = new ArrayList<>(Files.readAllLines(held("one")));
        lines.set(2, "00000000-0000-4000-8000-000000000000");
        Files.write(held("one"), lines);
        assertThat(lock.state().told()).contains("ann@desk", "before the node was booted");
        assumeTrue(ElapsedTime.SINCE_BOOT.now().compareTo(TTL) > 0, "this machine was booted just now");
        assertThat(lost("one")).isEqualTo("it had expired when it was renewed");
    }

    @Test
    void isTakenFromATakerThatDiedWhereverThatWas() throws Exception {
        var whole = Files.readString(aClaim());
        for (var suffix : List.of("new", "ask", "held")) {
            Files.writeString(folder.resolve("volta-lock.lab.dead." + suffix), whole);
        }
        age("dead", TTL.plusSeconds(5));
        var asked = folder.resolve("volta-lock.lab.dead.ask");
        Files.writeString(asked, Files.readString(held("dead")));
        Files.writeString(folder.resolve("volta-lock.lab.dead.new"), Files.readString(held("dead")));
        take("two", Duration.ZERO);
        assertThat(claims()).containsExactly("volta-lock.lab.two.held");
    }

    private Path aClaim() throws Exception {
        take("dead", Duration.ZERO);
        return held("dead");
    }

    @Test
    void aClaimWithOddNumbersExpires() throws Exception {
        var whole = Files.readAllLines(aClaim());
        var old = FileTime.from(Instant.now().minus(TTL).minusSeconds(5));
        for (var odd : List.of("08", "-1", "1 2", "$((1))", "")) {
            for (var line : List.of(1, 3, 4)) {
                var lines = new ArrayList<>(whole);
                lines.set(line, odd);
                Files.write(held("dead"), lines);
                var what = "line " + line + ": '" + odd + "'";
                assertThat(lock.state()).as(what).isInstanceOf(LockState.Damaged.class);
                assertThatThrownBy(() -> take("two", Duration.ZERO)).as(what).isInstanceOf(LockHeldException.class);
                Files.setLastModifiedTime(held("dead"), old);
                take("two", Duration.ZERO);
                assertThat(renewed("two")).as(what).isTrue();
                lock.release("two");
            }
        }
    }

    /** What a power cut may leave: the beginning, and nothing or zeros behind it. */
    private void damage(byte[] whole, int length, boolean zeros) throws IOException {
        var beginning = Arrays.copyOf(whole, length);
        Files.write(held("dead"), zeros ? Arrays.copyOf(beginning, whole.length) : beginning);
    }

    @Test
    void aClaimThatIsCutOrZeroedAtAnyByteExpires() throws Exception {
        var whole = Files.readAllBytes(aClaim());
        var old = FileTime.from(Instant.now().minus(TTL).minusSeconds(5));
        for (var length = 0; length < whole.length - 1; length++) {
            damage(whole, length, length % 2 == 0);
            Files.setLastModifiedTime(held("dead"), old);
            take("two", Duration.ZERO);
            assertThat(claims()).as(length + " bytes").containsExactly("volta-lock.lab.two.held");
            lock.release("two");
        }
    }

    @Test
    void aDamagedClaimIsToldAndCanBeBroken() throws Exception {
        var whole = Files.readAllBytes(aClaim());
        for (var zeros : List.of(true, false)) {
            damage(whole, 0, zeros);
            // Just now it may have been anybody's, who is alive.
            assertThat(lock.state().told()).startsWith("damaged, a claim that cannot be read; it expires in ");
            assertThatThrownBy(() -> take("two", Duration.ZERO))
                    .isInstanceOf(LockHeldException.class)
                    .hasMessageContaining(
                            "the fleet is locked on n1: damaged, a claim that cannot be read; it expires in ");
            Files.setLastModifiedTime(held("dead"), FileTime.from(Instant.now().minus(TTL.multipliedBy(2))));
            assertThat(lock.state().told())
                    .isEqualTo("damaged, a claim that cannot be read; the next command takes the lock over");
            damage(whole, 0, zeros);
            assertThat(lost("dead")).isEqualTo("the file of it on n1 is damaged");
            damage(whole, 0, zeros);
            assertThat(lock.breakIt()).isEqualTo(new LockState.Free());
            assertThat(claims()).isEmpty();
        }
    }

    @Test
    void anExpiredOneIsTakenOverByOneAlone() throws Exception {
        take("dead", Duration.ZERO);
        age("dead", TTL.plusSeconds(5));
        var winners = new AtomicInteger();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) {
            var token = "t" + i;
            threads.add(Thread.ofVirtual().start(() -> {
                try {
                    take(token, Duration.ZERO);
                    winners.incrementAndGet();
                } catch (LockHeldException _) {
                    // another one was faster
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(winners).hasValue(1);
        assertThat(claims()).hasSize(1);
    }

    @Test
    void passesOverWhatIsNoClaim() throws Exception {
        var trap = folder.resolve("volta-lock.lab.trap.held");
        Files.createSymbolicLink(trap, folder.resolve("elsewhere"));
        Files.createDirectory(folder.resolve("volta-lock.lab.folder.held"));
        Files.writeString(folder.resolve("volta-lock.lab.a b.held"), "");
        Files.writeString(folder.resolve("volta-lock.lab.*.held"), "");
        HERE.run(Command.of("mkfifo", folder + "/volta-lock.lab.pipe.held"));
        take("one", Duration.ZERO);
        assertThat(lock.breakIt()).isEqualTo(new LockState.Free());
        assertThat(claims()).hasSize(5);
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void tellsWhatAClaimSaysWithoutObeyingIt() throws Exception {
        lock.take(
                new Claim("one", "ann\n\033[31m", "desk\r", 1, "volta exec 'a\nb'" + "x".repeat(5000)), Duration.ZERO);
        assertThat(lock.state().told())
                .startsWith("held by ann \\x1b[31m@desk\\x0d (process 1, 'volta exec 'a b'xxx")
                .hasSizeLessThan(1200)
                .doesNotContain("\033");
        var theirs =
                Files.readString(held("one")).replace("ann", "\u009b31m\u202eann"); // as other programs may write it
        Files.writeString(held("one"), theirs);
        assertThat(lock.state().told()).startsWith("held by \\u{9b}31m\\u{202e}ann ");
    }

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
        assertThat(daemon.breakIt()).isInstanceOf(LockState.Held.class);
        assertThat(games.renew("one")).isEqualTo(new Renewal.Held());
        games.release("one");
        take("two", Duration.ZERO);
        assertThatThrownBy(() -> games.take(claim("four"), Duration.ZERO)).hasMessageContaining("logged in as root");
        assertThat(games.breakIt()).isInstanceOf(LockState.Held.class);
        lock.release("two");
        daemon.take(claim("five"), Duration.ZERO);
        assertThat(lock.breakIt()).isEqualTo(new LockState.Free());
        assertThat(daemon.renew("five")).isInstanceOf(Renewal.Lost.class);
    }

    @Test
    void whatIsLeftOfAnotherUserIsToldWhenItIsBroken() throws Exception {
        shareWithOtherUsers();
        by(as("games")).take(claim("one"), Duration.ZERO);
        age("one", TTL.plusSeconds(5));
        var daemon = by(as("daemon"));
        assertThat(daemon.breakIt())
                .isInstanceOfSatisfying(
                        LockState.Expired.class,
                        state -> assertThat(state.owner().login()).contains("games"));
        Files.write(held("one"), new byte[0]);
        assertThat(daemon.breakIt())
                .isInstanceOfSatisfying(
                        LockState.Damaged.class,
                        state -> assertThat(state.owner().login()).contains("games"));
        assertThat(claims()).containsExactly("volta-lock.lab.one.held");
        assertThat(lock.breakIt()).isEqualTo(new LockState.Free());
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
