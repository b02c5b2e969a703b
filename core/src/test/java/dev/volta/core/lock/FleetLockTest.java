package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class FleetLockTest {
    private static final Duration TTL = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private FleetLock lock;

    @BeforeEach
    void onThisMachine() {
        lock = new FleetLock(
                new LocalRemote(new NodeName("n1")),
                folder.resolve("fleet/lock").toString(),
                TTL);
    }

    private void take(String token, Duration patience) throws InterruptedException {
        lock.take(new Claim(token, "ann", "desk", 42, "volta deploy-all -l 'a b'"), patience);
    }

    private void age(Duration age) throws Exception {
        Files.setLastModifiedTime(
                folder.resolve("fleet/lock/alive"), FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void isFreeUntilItIsTaken() throws Exception {
        assertThat(lock.owner()).isEmpty();
        take("one", Duration.ZERO);
        assertThat(lock.owner()).hasValueSatisfying(owner -> {
            assertThat(owner.user() + "@" + owner.host() + " " + owner.pid()).isEqualTo("ann@desk 42");
            assertThat(owner.command()).isEqualTo("volta deploy-all -l 'a b'");
            assertThat(owner.isExpired()).isFalse();
            assertThat(owner.left()).isBetween(TTL.dividedBy(2), TTL);
        });
        lock.release("one");
        assertThat(lock.owner()).isEmpty();
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
        assertThat(lock.renew("two")).isTrue();
    }

    @Test
    void oneThatWasNotRenewedIsTakenOver() throws Exception {
        take("one", Duration.ZERO);
        age(TTL.plusSeconds(5));
        assertThat(lock.owner())
                .hasValueSatisfying(owner -> assertThat(owner.isExpired()).isTrue());
        take("two", Duration.ZERO);
        assertThat(lock.renew("one")).isFalse();
        lock.release("one");
        assertThat(lock.renew("two")).isTrue();
    }

    @Test
    void renewingKeepsItAlive() throws Exception {
        take("one", Duration.ZERO);
        age(TTL.plusSeconds(5));
        assertThat(lock.renew("one")).isTrue();
        assertThatThrownBy(() -> take("two", Duration.ZERO)).isInstanceOf(LockHeldException.class);
    }

    @Test
    void canBeBroken() throws Exception {
        take("one", Duration.ZERO);
        lock.breakIt();
        assertThat(lock.owner()).isEmpty();
        assertThat(lock.renew("one")).isFalse();
    }

    @Test
    void anExpiredOneIsTakenOverByOneAlone() throws Exception {
        take("dead", Duration.ZERO);
        age(TTL.plusSeconds(5));
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
    }
}
