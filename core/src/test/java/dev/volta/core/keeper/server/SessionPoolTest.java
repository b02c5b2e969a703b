package dev.volta.core.keeper.server;

import static dev.volta.core.keeper.TestKeeper.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.core.keeper.MovedClock;
import dev.volta.core.keeper.TestPlans;
import dev.volta.core.remote.RemoteException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionPoolTest {
    private final TestPlans plans = new TestPlans();
    private final MovedClock clock = new MovedClock();
    private final SessionPool pool = new SessionPool(clock);

    @Test
    void aConnectionIsUsedAgain() throws InterruptedException {
        pool.giveBack(pool.lend(plan(), node("vm1")));
        pool.giveBack(pool.lend(plan(), node("vm1")));
        assertThat(plans.made).hasSize(1);
    }

    @Test
    void noTwoCommandsShareOneAtATime() throws InterruptedException {
        var first = pool.lend(plan(), node("vm1"));
        var second = pool.lend(plan(), node("vm1"));
        assertThat(second.remote()).isNotSameAs(first.remote());
    }

    @Test
    void anotherNodeOrOtherKnownHostsOrOtherKeysAreAnotherConnection() throws InterruptedException {
        pool.giveBack(pool.lend(plan(), node("vm1")));
        pool.giveBack(pool.lend(plan(), node("vm2")));
        pool.giveBack(pool.lend(plans.read(Map.of("keys", "changed")), node("vm1")));
        plans.details = "another key file";
        pool.giveBack(pool.lend(plan(), node("vm1")));
        assertThat(plans.made).hasSize(4);
        plans.details = "";
        pool.giveBack(pool.lend(plan(), node("vm1")));
        assertThat(plans.made).hasSize(4);
    }

    @Test
    void aLostConnectionIsMadeAnewBeforeItIsLent() throws InterruptedException {
        pool.giveBack(pool.lend(plan(), node("vm1")));
        plans.made.getFirst().open = false;
        assertThat(pool.lend(plan(), node("vm1")).remote().isOpen()).isTrue();
        assertThat(plans.made).hasSize(2);
    }

    @Test
    void closesWhatWasNotUsedForLongAndTheAccessThatNobodyNeeds() throws InterruptedException {
        var used = pool.lend(plan(), node("vm1"));
        pool.giveBack(pool.lend(plan(), node("vm2")));
        clock.move(Duration.ofMinutes(10));
        pool.sweep(clock.instant().minus(Duration.ofMinutes(10)));
        assertThat(pool.status()).extracting(s -> s.node()).containsExactly("vm1");
        assertThat(plans.made.getLast().open).isFalse();
        assertThat(plans.accessesClosed).isEmpty();
        pool.giveBack(used);
        clock.move(Duration.ofMinutes(9));
        pool.sweep(clock.instant().minus(Duration.ofMinutes(10)));
        assertThat(pool.status()).hasSize(1);
        clock.move(Duration.ofMinutes(1));
        pool.sweep(clock.instant().minus(Duration.ofMinutes(10)));
        assertThat(pool.status()).isEmpty();
        assertThat(plans.accessesClosed).containsExactly("");
    }

    @Test
    void aTunnelKeepsItsConnection() throws InterruptedException {
        var session = pool.lend(plan(), node("vm1"));
        pool.countTunnel(session, 1);
        pool.giveBack(session);
        clock.move(Duration.ofHours(1));
        pool.sweep(clock.instant());
        assertThat(plans.made.getFirst().open).isTrue();
        pool.countTunnel(session, -1);
        pool.sweep(clock.instant());
        assertThat(plans.made.getFirst().open).isFalse();
    }

    @Test
    void aFailedConnectionLeavesNothing() {
        assertThatThrownBy(() -> pool.lend(plan(), node("away"))).isInstanceOf(RemoteException.class);
        assertThat(pool.status()).isEmpty();
        assertThat(plans.accessesClosed).hasSize(1);
    }

    @Test
    void closesEverything() throws InterruptedException {
        pool.lend(plan(), node("vm1"));
        pool.giveBack(pool.lend(plan(), node("vm2")));
        pool.close();
        assertThat(plans.made).hasSize(2).noneMatch(connection -> connection.open);
        assertThat(plans.accessesClosed).hasSize(1);
        assertThatThrownBy(() -> pool.lend(plan(), node("vm3"))).hasMessage("the keeper is leaving");
    }

    private ConnectionPlan plan() {
        return plans.read(Map.of());
    }
}
