package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code lock.sh} stopped, or killed, before each of its steps in turn, while another one goes through as a whole. Its
 * commands are counted by bash's DEBUG trap. A step is a command that reads or changes what others see: whether it is
 * stopped before or behind one that does neither, such as an assignment, makes no difference to anybody.
 */
@Timeout(900)
class LockInterleavingTest {
    /** Of two who want the lock, each is stopped at every step, at once and for long; otherwise one case of these four. */
    private static final boolean ALL = Boolean.getBoolean("volta.interleavings");

    private static final Claim BREAKER = new Claim("b", "eve", "lap", 7, "volta lock release");
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final Remote HERE = new LocalRemote(new NodeName("n1"));
    private static final Duration LONG = TTL.plusSeconds(5);
    private static final int MOST_STEPS = 2000;

    /** Longer than the claim of one who asks lives. */
    private static final Duration A_WHILE = Duration.ofSeconds(11);

    /** Where a node's time comes from; here it is a file, and time goes by from one look at it to the next alone. */
    private static final String UPTIME = "</proc/uptime";

    private static final int SECONDS_PER_LOOK = 5;
    private static final String SLEEP = "sleep 0.05";

    /** Counts steps in a file, as most are done by shells within the shell. */
    private static final String TRAP = """
            volta_step() {
                case ${BASH_COMMAND%% *} in
                    *=* | case | for | return | exit | echo | break | continue | set | shift | : | trap | umask | export) return ;;
                    tr | expr | date | cat | sha256sum | command | read | read_content* | content_is_whole) return ;;
                    now | is_number | is_ours | look | living | withdraw | publish | ask | try | clean) return ;;
                    youngest | tell | told | break_it | broken | "${FUNCNAME[1]}") return ;;
                    '[')
                        case $BASH_COMMAND in
                            '[ -'[!zn]' '* | '[ ! -'[!zn]' '*) ;;
                            *) return ;;
                        esac
                        ;;
                esac
                read -r volta_step <@folder@/step
                echo $((volta_step + 1)) >|@folder@/step
                case $volta_step in
                    @steps@)
                        : >|@folder@/reached
                        read -r volta_step <@folder@/go
                        ;;
                esac
            }
            set -T
            trap volta_step DEBUG
            """;

    @TempDir
    private Path scratch;

    private Path folder;
    private Path clock;
    private Path reached;

    private final Random random = new Random();
    private long seed;

    @BeforeEach
    void needsBash() throws Exception {
        assumeTrue(HERE.run(Command.of("sh", "-c", "command -v bash")).ok(), "skipped: bash is not installed");
        folder = Files.createDirectory(scratch.resolve("tmp"));
        clock = Files.writeString(scratch.resolve("clock"), "1000000\n");
        reached = scratch.resolve("reached");
        assertThat(HERE.run(Command.of("mkfifo", scratch + "/go")).ok()).isTrue();
        seed = random.nextLong();
        System.out.println("LockInterleavingTest: seed " + seed);
        random.setSeed(seed);
    }

    /** A lock whose script is run by {@code shell} with this before it. */
    private FleetLock lock(String shell, String before) {
        var remote = new ForwardingRemote(HERE) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var words = command.argv();
                assertThat(words.subList(0, 2)).isEqualTo(List.of("sh", "-c"));
                assertThat(words.get(2)).containsOnlyOnce(UPTIME).containsOnlyOnce(SLEEP);
                var ticking = "<%1$s && echo $((up + %2$d)) >%1$s".formatted(clock, SECONDS_PER_LOOK);
                var argv = new ArrayList<>(List.of(shell, "-c"));
                argv.add(before + words.get(2).replace(UPTIME, ticking).replace(SLEEP, ":"));
                argv.addAll(words.subList(3, words.size()));
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
        return new FleetLock(remote, folder.toString(), "lab", TTL);
    }

    private FleetLock plain() {
        return lock("sh", "");
    }

    /** A lock whose script waits before the steps of these numbers, a pattern of the shell. */
    private FleetLock stopped(String steps) throws IOException {
        Files.deleteIfExists(reached);
        Files.writeString(scratch.resolve("step"), "0\n");
        return lock("bash", TRAP.replace("@folder@", scratch.toString()).replace("@steps@", steps));
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

    private void pass(Duration time) throws IOException {
        var now = Long.parseLong(Files.readString(clock).strip());
        Files.writeString(clock, now + time.toSeconds() + "\n");
    }

    /** What lies in the folder of the lock, by name. */
    private Map<String, String> files() throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> all = Files.list(folder)) {
            for (var file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }

    /** Makes it be that again, now. */
    private void restore(Map<String, String> files) throws IOException {
        for (var file : files().keySet()) {
            Files.delete(folder.resolve(file));
        }
        for (var file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private Map<String, String> filesOf(String owner) throws Exception {
        assertThat(takes(plain(), owner)).isTrue();
        return files();
    }

    /** What a renewal looks for: that this one has it, and nobody else. */
    private void assertHeldBy(String token, String what) throws IOException {
        var files = files();
        files.keySet().removeIf(name -> !name.endsWith(".held"));
        assertThat(files).as(what).containsOnlyKeys("volta-lock.lab." + token + ".held");
        assertThat(files.values()).as(what).allMatch(LockInterleavingTest::isWhole);
    }

    private static boolean isWhole(String claim) {
        return claim.startsWith("volta-lock 1\n") && claim.endsWith("\nend\n");
    }

    private interface Action<T> {
        T on(FleetLock lock) throws Exception;
    }

    private interface Meanwhile {
        void happens() throws Exception;
    }

    /**
     * What a script comes to that is stopped before {@code steps}, when {@code meanwhile} has happened at each of them; or
     * behind its end, if it has fewer.
     */
    private <T> T stoppedIn(String steps, Action<T> action, Meanwhile meanwhile) throws Exception {
        var lock = stopped(steps);
        var outcome = new CompletableFuture<T>();
        var thread = Thread.ofVirtual().start(() -> {
            try {
                outcome.complete(action.on(lock));
            } catch (Exception e) {
                outcome.completeExceptionally(e);
            }
        });
        var happened = false;
        while (thread.isAlive()) {
            if (Files.exists(reached)) {
                meanwhile.happens();
                happened = true;
                Files.delete(reached);
                Files.writeString(scratch.resolve("go"), "\n");
            } else {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
        if (!happened) {
            meanwhile.happens();
        }
        return outcome.get();
    }

    /** Whoever dies, and wherever: when its claim has expired another one has the lock. */
    private void survivesDeathsIn(Map<String, String> before, Action<?> action) throws Exception {
        restore(before);
        // Who is killed before a step leaves what is there while it is stopped there.
        var left = new LinkedHashSet<Map<String, String>>();
        stoppedIn("*", action, () -> left.add(files()));
        left.add(files());
        assertThat(left).hasSizeGreaterThan(1).contains(before);
        for (var files : left) {
            assertThat(files.values()).allMatch(LockInterleavingTest::isWhole);
            restore(files);
            pass(LONG);
            assertThat(takes(plain(), "next")).as("%s", files).isTrue();
            assertHeldBy("next", files.toString());
        }
    }

    @Test
    void aTakerMayDieAnywhere() throws Exception {
        survivesDeathsIn(Map.of(), lock -> takes(lock, "dying"));
    }

    @Test
    void anOwnerMayDieAnywhereWhileItRenews() throws Exception {
        survivesDeathsIn(filesOf("dying"), lock -> lock.renew("dying"));
    }

    @Test
    void anOwnerMayDieAnywhereWhileItReleases() throws Exception {
        survivesDeathsIn(filesOf("dying"), lock -> lock.release("dying"));
    }

    @Test
    void whoeverBreaksItMayDieAnywhere() throws Exception {
        survivesDeathsIn(filesOf("dying"), lock -> lock.breakIt(BREAKER));
    }

    private interface Step {
        /** Does something that is stopped at this step. */
        void at(String step, String told) throws Exception;
    }

    private void atEachStep(Step step) throws Exception {
        for (var number = 0; number < MOST_STEPS; number++) {
            var before = Files.readString(clock);
            step.at(Integer.toString(number), "step " + number + ", seed " + seed);
            Files.writeString(clock, before);
            if (Integer.parseInt(Files.readString(scratch.resolve("step")).strip()) <= number) {
                assertThat(number).isGreaterThan(10);
                return;
            }
        }
        throw new AssertionError("it does not end");
    }

    /** Two who want the lock, of which one is stopped in the middle, perhaps for so long that it is taken for dead. */
    private void neverBothTake(
            Map<String, String> before, Duration age, String step, String first, String second, boolean isLong)
            throws Exception {
        restore(before);
        pass(age);
        var other = new AtomicReference<>(false);
        var own = stoppedIn(step, lock -> takes(lock, first), () -> {
            if (isLong) {
                pass(A_WHILE);
            }
            other.set(takes(plain(), second));
        });
        var told = "step " + step + " of " + first + (isLong ? ", for long" : "");
        assertThat(own && other.get()).as("both have it, " + told).isFalse();
        assertThat(own || other.get()).as("nobody has it, " + told).isTrue();
        assertHeldBy(own ? first : second, told);
    }

    private void neverBothTake(Map<String, String> before, Duration age) throws Exception {
        atEachStep((step, _) -> {
            var one = random.nextInt(4);
            for (var i = 0; i < 4; i++) {
                if (ALL || i == one) {
                    neverBothTake(before, age, step, i % 2 == 0 ? "aa" : "bb", i % 2 == 0 ? "bb" : "aa", i < 2);
                }
            }
        });
    }

    @Test
    void neverBothTakeAFreeOne() throws Exception {
        neverBothTake(Map.of(), Duration.ZERO);
    }

    @Test
    void neverBothTakeOverOneThatHasExpired() throws Exception {
        neverBothTake(filesOf("dead"), LONG);
    }

    @Test
    void anOwnerThatRenewsTooLateAndATakerNeverBothHaveIt() throws Exception {
        var before = filesOf("late");
        atEachStep((step, told) -> {
            restore(before);
            pass(TTL.minusSeconds(30));
            var other = new AtomicReference<>(false);
            var renewal = stoppedIn(step, lock -> lock.renew("late"), () -> {
                pass(Duration.ofSeconds(40));
                other.set(takes(plain(), "next"));
            });
            assertThat(renewal instanceof Renewal.Held && other.get()).as(told).isFalse();
            if (other.get()) {
                assertHeldBy("next", told);
            }
        });
    }

    @Test
    void whoBreaksItWhileItIsRenewedIsObeyed() throws Exception {
        var before = filesOf("one");
        atEachStep((step, told) -> {
            restore(before);
            stoppedIn(
                    step,
                    lock -> lock.renew("one"),
                    () -> assertThat(plain().breakIt(BREAKER)).isEqualTo(new LockState.Free()));
            // A renewal that was past the point where it looks may have said that it is held, once.
            assertThat(plain().renew("one")).as(told).isInstanceOf(Renewal.Lost.class);
            assertThat(takes(plain(), "two")).as(told).isTrue();
        });
    }
}
