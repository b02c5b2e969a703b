package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code lock.sh} stopped, or killed, before each of its commands in turn, while another one goes through as a whole. The
 * commands are counted by bash's DEBUG trap.
 */
@Timeout(900)
class LockInterleavingTest {
    private static final Claim BREAKER = new Claim("b", "eve", "lap", 7, "volta lock release");
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final Remote HERE = new LocalRemote(new NodeName("n1"));
    private static final Duration LONG = TTL.plusSeconds(5);
    private static final int MOST_STEPS = 2000;

    @TempDir
    private Path scratch;

    private Path folder;

    private final Random random = new Random();
    private long seed;

    @BeforeEach
    void needsBash() throws Exception {
        assumeTrue(HERE.run(Command.of("sh", "-c", "command -v bash setsid")).ok(), "skipped: bash is not installed");
        folder = Files.createDirectory(scratch.resolve("tmp"));
        seed = random.nextLong();
        System.out.println("LockInterleavingTest: seed " + seed);
        random.setSeed(seed);
    }

    /** A lock whose script does {@code atStep} before the command of this number. */
    private FleetLock stepping(int step, String atStep) {
        var trap = "volta_step=0; set -T; trap 'volta_step=$((volta_step + 1)); if [ $volta_step -eq " + step
                + " ] && (set -C; : >" + scratch + "/reached) 2>/dev/null; then " + atStep + "; fi' DEBUG\n";
        var remote = new ForwardingRemote(HERE) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(command.argv());
                assertThat(argv.subList(0, 2)).isEqualTo(List.of("sh", "-c"));
                // One who asks and is stopped here is soon taken for dead.
                var text = trap + argv.get(2).replace("asking=10 ", "asking=0 ");
                argv.set(2, text);
                argv.set(0, "bash");
                argv.addAll(0, List.of("setsid", "-w"));
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
        return new FleetLock(remote, folder.toString(), "lab", TTL);
    }

    private FleetLock plain() {
        return stepping(-1, ":");
    }

    /** Kills the script with all that it has started. */
    private FleetLock killed(int step) {
        return stepping(step, "kill -KILL 0");
    }

    private FleetLock stopped(int step) {
        return stepping(step, "while [ ! -e " + scratch + "/go ]; do sleep 0.01; done");
    }

    private static Claim claim(String token) {
        return new Claim(token, "ann", "desk", 42, "volta deploy-all");
    }

    private static boolean takes(FleetLock lock, String token) throws InterruptedException {
        try {
            lock.take(claim(token), Duration.ZERO);
            return true;
        } catch (LockHeldException _) {
            return false;
        }
    }

    private List<Path> claims() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** All claims as they are when so much time has gone by without a renewal. */
    private void pass(Duration time) throws IOException {
        for (var claim : claims()) {
            var lines = new ArrayList<>(Files.readAllLines(claim));
            lines.set(1, "%12d".formatted(Long.parseLong(lines.get(1).strip()) - time.toSeconds()));
            Files.write(claim, lines);
        }
    }

    private boolean wasReached() throws IOException {
        return Files.deleteIfExists(scratch.resolve("reached"));
    }

    private void clear() throws IOException {
        for (var claim : claims()) {
            Files.delete(claim);
        }
        Files.deleteIfExists(scratch.resolve("go"));
        Files.deleteIfExists(scratch.resolve("reached"));
    }

    private interface Action {
        void on(FleetLock lock) throws InterruptedException;
    }

    /** Whoever dies, and wherever: when its claim has expired another one has the lock. */
    private void survivesDeathsIn(boolean isHeldBefore, Action action) throws Exception {
        for (var step = 1; step < MOST_STEPS; step += 1 + random.nextInt(5)) {
            clear();
            if (isHeldBefore) {
                assertThat(takes(plain(), "dying")).isTrue();
            }
            try {
                action.on(killed(step));
            } catch (RemoteException _) {
                // It is dead.
            }
            var reached = wasReached();
            for (var claim : claims()) {
                assertThat(Files.readString(claim))
                        .as("claims are whole, step %d, seed %d", step, seed)
                        .endsWith("\nend\n");
            }
            pass(LONG);
            assertThat(takes(plain(), "next"))
                    .as("step %d, seed %d", step, seed)
                    .isTrue();
            assertThat(plain().renew("next")).as("step %d, seed %d", step, seed).isEqualTo(new Renewal.Held());
            if (!reached) {
                assertThat(step).isGreaterThan(20);
                return;
            }
        }
        throw new AssertionError("it does not end");
    }

    @Test
    void aTakerMayDieAnywhere() throws Exception {
        survivesDeathsIn(false, lock -> takes(lock, "dying"));
    }

    @Test
    void anOwnerMayDieAnywhereWhileItRenews() throws Exception {
        survivesDeathsIn(true, lock -> lock.renew("dying"));
    }

    @Test
    void anOwnerMayDieAnywhereWhileItReleases() throws Exception {
        survivesDeathsIn(true, lock -> lock.release("dying"));
    }

    @Test
    void whoeverBreaksItMayDieAnywhere() throws Exception {
        survivesDeathsIn(true, lock -> lock.breakIt(BREAKER));
    }

    /** What a script that is stopped at {@code step} comes to, when {@code meanwhile} has happened. */
    private <T> T stoppedIn(int step, Waiting<T> waiting, Meanwhile meanwhile) throws Exception {
        var outcome = new AtomicReference<T>();
        var failure = new AtomicReference<Throwable>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                outcome.set(waiting.on(stopped(step)));
            } catch (Exception e) {
                failure.set(e);
            }
        });
        while (thread.isAlive() && !Files.exists(scratch.resolve("reached"))) {
            TimeUnit.MILLISECONDS.sleep(2);
        }
        meanwhile.happens();
        Files.createFile(scratch.resolve("go"));
        thread.join();
        assertThat(failure.get()).isNull();
        return outcome.get();
    }

    private interface Waiting<T> {
        T on(FleetLock lock) throws Exception;
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    /** Two who want the lock, of which one is stopped in the middle. */
    private void neverBothTake(boolean expiredBefore, String first, String second) throws Exception {
        var taken = 0;
        for (var step = 1; step < MOST_STEPS; step += 1 + random.nextInt(10)) {
            clear();
            if (expiredBefore) {
                assertThat(takes(plain(), "dead")).isTrue();
                pass(LONG);
            }
            var other = new AtomicReference<>(false);
            var own = stoppedIn(step, lock -> takes(lock, first), () -> other.set(takes(plain(), second)));
            var told = "step " + step + ", seed " + seed;
            assertThat(own && other.get()).as("both have it, " + told).isFalse();
            if (own || other.get()) {
                taken++;
                assertThat(plain().renew(own ? first : second)).as(told).isEqualTo(new Renewal.Held());
                assertThat(plain().renew(own ? second : first)).as(told).isInstanceOf(Renewal.Lost.class);
            }
            if (!wasReached()) {
                assertThat(taken).isGreaterThan(10);
                return;
            }
        }
    }

    @Test
    void neverBothTakeAFreeOne() throws Exception {
        neverBothTake(false, "aa", "bb");
        neverBothTake(false, "bb", "aa");
    }

    @Test
    void neverBothTakeOverOneThatHasExpired() throws Exception {
        neverBothTake(true, "aa", "bb");
        neverBothTake(true, "bb", "aa");
    }

    @Test
    void anOwnerThatRenewsTooLateAndATakerNeverBothHaveIt() throws Exception {
        for (var step = 1; step < MOST_STEPS; step += 1 + random.nextInt(5)) {
            clear();
            assertThat(takes(plain(), "late")).isTrue();
            pass(TTL.minusSeconds(30));
            var other = new AtomicReference<>(false);
            var renewal = stoppedIn(step, lock -> lock.renew("late"), () -> {
                pass(Duration.ofSeconds(40));
                other.set(takes(plain(), "next"));
            });
            assertThat(renewal instanceof Renewal.Held && other.get())
                    .as("step %d, seed %d", step, seed)
                    .isFalse();
            if (other.get()) {
                assertThat(plain().renew("next"))
                        .as("step %d, seed %d", step, seed)
                        .isEqualTo(new Renewal.Held());
            }
            if (!wasReached()) {
                return;
            }
        }
    }

    @Test
    void whoBreaksItWhileItIsRenewedIsObeyed() throws Exception {
        for (var step = 1; step < MOST_STEPS; step += 1 + random.nextInt(5)) {
            clear();
            assertThat(takes(plain(), "one")).isTrue();
            stoppedIn(
                    step,
                    lock -> lock.renew("one"),
                    () -> assertThat(plain().breakIt(BREAKER)).isEqualTo(new LockState.Free()));
            var reached = wasReached();
            // A renewal that was past the point where it looks may have said that it is held, once.
            assertThat(plain().renew("one")).as("step %d, seed %d", step, seed).isInstanceOf(Renewal.Lost.class);
            assertThat(takes(plain(), "two")).as("step %d, seed %d", step, seed).isTrue();
            if (!reached) {
                return;
            }
        }
    }
}
