package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class HeldLockTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final Duration TTL = Duration.ofMinutes(2);
    private static final HeldLock.Pace FAST =
            new HeldLock.Pace(Duration.ofMillis(50), Duration.ofMillis(20), Duration.ofMillis(10));
    private static final HeldLock.Pace SELDOM =
            new HeldLock.Pace(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(10));

    @TempDir
    private Path folder;

    private final AtomicReference<Duration> time = new AtomicReference<>(Duration.ofDays(3));
    private final AtomicReference<@Nullable Supplier<RuntimeException>> trouble = new AtomicReference<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();

    private static final Claim BREAKER = new Claim("b", "eve", "lap", 7, "volta lock release");

    private FleetLock lock() {
        return new FleetLock(new LocalRemote(NODE), folder.toString(), "lab", TTL);
    }

    private FleetLock reached() {
        asked.incrementAndGet();
        var failure = trouble.get();
        if (failure != null) {
            throw failure.get();
        }
        return lock();
    }

    private HeldLock take(HeldLock.Pace pace) throws InterruptedException {
        return HeldLock.take(this::reached, claim("one"), Duration.ZERO, told::add, time::get, pace);
    }

    private static Claim claim(String token) {
        return new Claim(token, "bob", "desk2", 7, "volta stop-all");
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5); // the timeout of this class is the deadline
        }
    }

    private void pass(Duration duration) {
        time.updateAndGet(now -> now.plus(duration));
    }

    @Test
    void isRenewedUntilItIsGivenBack() throws Exception {
        try (var held = take(FAST)) {
            await(() -> asked.get() > 4);
            pass(Duration.ofMinutes(1));
            var since = asked.get();
            await(() -> asked.get() > since + 1);
            pass(Duration.ofMinutes(1));
            assertThat(held.lost()).isEmpty();
            assertThat(held.prove()).isEmpty();
        }
        assertThat(lock().state()).isEqualTo(new LockState.Free());
        assertThat(told).isEmpty();
    }

    @Test
    void aNodeOutOfReachDoesNotCountAsRenewed() throws Exception {
        try (var held = take(FAST)) {
            trouble.set(() -> new RemoteException(NODE, "no route to host"));
            pass(TTL.minus(HeldLock.MARGIN));
            var since = asked.get();
            await(() -> asked.get() > since + 2);
            assertThat(held.lost()).isEmpty();
            pass(Duration.ofSeconds(1));
            assertThat(held.lost())
                    .hasValueSatisfying(how ->
                            assertThat(how).matches("it was last renewed 9\\d.* s ago \\(n1: no route to host\\)"));
            await(() -> !told.isEmpty());
            // Too late for that.
            trouble.set(null);
            assertThat(held.prove()).isPresent();
            assertThat(held.lost()).isPresent();
        }
        assertThat(told).hasSize(1);
        // It cannot know whose it is by now, and leaves it to expire.
        assertThat(lock().state()).isInstanceOf(LockState.Held.class);
    }

    @Test
    void aMachineThatSleptHasLostItBeforeAnyRenewal() throws Exception {
        try (var held = take(SELDOM)) {
            pass(Duration.ofHours(8));
            assertThat(held.lost())
                    .hasValueSatisfying(how -> assertThat(how).startsWith("it was last renewed 8 h 00 min ago"));
            await(() -> !told.isEmpty());
        }
    }

    @Test
    void noExceptionEndsTheRenewals() throws Exception {
        try (var held = take(FAST)) {
            for (Supplier<RuntimeException> failure : List.<Supplier<RuntimeException>>of(
                    () -> new RemoteException(NODE, "lost"),
                    () -> new IllegalStateException("No space left on device"),
                    NullPointerException::new)) {
                trouble.set(failure);
                var since = asked.get();
                await(() -> asked.get() > since + 3);
            }
            trouble.set(null);
            var since = asked.get();
            await(() -> asked.get() > since + 3);
            pass(TTL.minus(HeldLock.MARGIN));
            assertThat(held.lost()).isEmpty();
        }
    }

    @Test
    void tellsWhoHasItNow() throws Exception {
        try (var held = take(SELDOM)) {
            lock().breakIt(BREAKER);
            var other = new Claim("two", "ann", "desk", 42, "volta deploy-all");
            lock().take(other, Duration.ZERO);
            assertThat(held.lost()).isEmpty();
            assertThat(held.prove()).hasValueSatisfying(how -> assertThat(how).contains("taken away by eve@lap"));
            assertThat(held.lost()).isPresent();
            await(() -> !told.isEmpty());
        }
        assertThat(lock().renew("two")).isEqualTo(new Renewal.Held());
    }

    @Test
    void anAnswerThatComesTooLateIsNone() throws Exception {
        try (var held = HeldLock.take(
                () -> {
                    if (asked.incrementAndGet() > 1) {
                        pass(TTL); // the answer takes so long
                    }
                    return lock();
                },
                claim("one"),
                Duration.ZERO,
                told::add,
                time::get,
                SELDOM)) {
            assertThat(held.prove()).isPresent();
        }
    }

    @Test
    void aRenewalThatArrivesBehindTheReleaseHasLostNothing() throws Exception {
        var renewal = new CompletableFuture<Thread>();
        var released = new CountDownLatch(1);
        var held = HeldLock.take(
                () -> {
                    if (Thread.currentThread().getName().equals("lock-renewal")) {
                        renewal.complete(Thread.currentThread());
                        released.await();
                    }
                    return lock();
                },
                claim("one"),
                Duration.ZERO,
                told::add,
                time::get,
                FAST);
        var renewing = renewal.get();
        held.close();
        released.countDown();
        renewing.join();
        assertThat(held.lost()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void isNotTakenWhereItCannotBe() throws Exception {
        lock().take(claim("other"), Duration.ZERO);
        assertThatThrownBy(() -> take(FAST)).isInstanceOf(LockHeldException.class);
        assertThat(told).isEmpty();
        assertThat(Files.exists(folder.resolve("volta-lock.lab.one.ask"))).isFalse();
    }

    @Test
    void goesOnCountingWhileTheMachineSleeps() throws Exception {
        // CLOCK_BOOTTIME includes the time in suspend; a clock that stands still then would be less than the uptime.
        var uptime =
                Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
        assertThat(ElapsedTime.SINCE_BOOT.now().toMillis() / 1000.0).isBetween(uptime - 0.1, uptime + 60);
    }
}
