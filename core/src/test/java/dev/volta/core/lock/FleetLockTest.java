package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class FleetLockTest extends OnOwnLock {
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
        assertThat(lock.breakIt(BREAKER)).isEqualTo(new LockState.Free());
        assertThat(lock.state()).isEqualTo(new LockState.Free());
        take("two", Duration.ZERO);
        assertThat(lost("one")).matches("it was taken away by eve@lap \\(process 7, 'volta lock release'\\), .* ago");
        assertThat(claims()).containsExactly("volta-lock.lab.two.held");
        assertThat(lost("one")).isEqualTo("somebody has broken it (volta lock release)");
    }

    @Test
    void whoGivesBackOneThatWasBrokenIsToldOfIt() throws Exception {
        take("one", Duration.ZERO);
        lock.breakIt(BREAKER);
        assertThat(lock.release("one"))
                .hasValueSatisfying(how -> assertThat(how).startsWith("it was taken away by eve@lap (process 7, "));
        take("one", Duration.ZERO);
        assertThat(lock.release("one")).isEmpty();
        assertThat(claims()).isEmpty();
    }

    @Test
    void theNextCommandRemovesANoteThatNobodyReads() throws Exception {
        take("dead", Duration.ZERO);
        lock.breakIt(BREAKER);
        var note = folder.resolve("volta-lock.lab.dead.broken");
        var lines = new ArrayList<>(Files.readAllLines(note));
        lines.set(1, "%12d".formatted(Long.parseLong(lines.get(1).strip()) - TTL.toSeconds() - 5));
        Files.write(note, lines);
        take("next", Duration.ZERO);
        assertThat(claims()).containsExactly("volta-lock.lab.next.held");
    }

    @Test
    void isNotThatOfAnotherFleetWhoseNameBeginsLikeIt() throws Exception {
        take("one", Duration.ZERO);
        var other = new FleetLock(HERE, folder.toString(), "lab.one", TTL);
        other.take(claim("two"), Duration.ZERO);
        assertThat(renewed("one")).isTrue();
        assertThat(other.renew("two")).isEqualTo(new Renewal.Held());
        lock.breakIt(BREAKER);
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
}
