package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.Fault;
import dev.volta.hashing.node.wire.ProtocolException;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import dev.volta.hashing.node.wire.WorkerMessage.Walk;
import dev.volta.hashing.node.wire.WorkerMessage.Withdraw;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Jobs are there for their clients. */
@Timeout(60)
class JobClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private PlayedFleet start() throws IOException {
        return new PlayedFleet(folder.resolve("jobs"), Disk.REAL, PlayedFleet.TREE);
    }

    private static long after(long seconds) {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void aJobEndsWhenItsClientWasAwayForTooLongAndItsWorkerDropsIt() throws Exception {
        try (PlayedFleet fleet = start()) {
            var id = PlayedFleet.SPEC.id();
            fleet.board.join(id);
            JobView job = fleet.board.submit(PlayedFleet.SPEC, false);
            WorkerState worker = fleet.connect("w", 1);
            Walk lease = (Walk) Objects.requireNonNull(fleet.board.next(worker, Duration.ZERO));
            fleet.board.forgetAbandoned(after(1000), LIMIT);
            assertThat(job.await(Duration.ZERO)).isInstanceOf(ClientMessage.Progress.class);

            fleet.board.leave(id);
            fleet.board.forgetAbandoned(after(80), LIMIT);
            assertThat(job.await(Duration.ZERO)).isInstanceOf(ClientMessage.Progress.class);
            fleet.board.forgetAbandoned(after(91), LIMIT);
            assertThat(job.await(Duration.ZERO))
                    .isEqualTo(new ClientMessage.JobFailed("cancelled, because its client was away for 90 s"));
            assertThat(fleet.board.next(worker, Duration.ZERO)).isEqualTo(new Withdraw(lease.lease()));
            assertThat(folder.resolve("jobs")).isEmptyDirectory();

            fleet.board.join(id);
            assertThatThrownBy(() -> fleet.board.submit(PlayedFleet.SPEC, true))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.UNKNOWN_JOB))
                    .hasMessageContaining("jobs end when their client was away for too long");
        }
    }

    @Test
    void aClientThatComesBackInTimeFindsItsJobWhereItWas() throws Exception {
        try (PlayedFleet fleet = start()) {
            fleet.board.join(PlayedFleet.SPEC.id());
            fleet.board.submit(PlayedFleet.SPEC, false);
            fleet.work(2);
            fleet.board.leave(PlayedFleet.SPEC.id());
            fleet.board.forgetAbandoned(after(60), LIMIT);
            fleet.board.join(PlayedFleet.SPEC.id());
            fleet.board.submit(PlayedFleet.SPEC, true);
            fleet.board.forgetAbandoned(after(1000), LIMIT);
            assertThat(fleet.run(PlayedFleet.SPEC)).isInstanceOf(ClientMessage.Completed.class);
            assertThat(fleet.results(PlayedFleet.SPEC)).isEqualTo(PlayedFleet.expected());
        }
    }

    @Test
    void oneOfTwoClientsIsEnough() throws Exception {
        try (PlayedFleet fleet = start()) {
            fleet.board.join(PlayedFleet.SPEC.id());
            fleet.board.join(PlayedFleet.SPEC.id());
            JobView job = fleet.board.submit(PlayedFleet.SPEC, false);
            fleet.board.leave(PlayedFleet.SPEC.id());
            fleet.board.forgetAbandoned(after(1000), LIMIT);
            assertThat(job.await(Duration.ZERO)).isInstanceOf(ClientMessage.Progress.class);
        }
    }

    @Test
    void aRestartedControllerCountsTheAbsenceAnewAndThenEndsTheJob() throws Exception {
        try (PlayedFleet fleet = start()) {
            fleet.board.join(PlayedFleet.SPEC.id());
            fleet.board.submit(PlayedFleet.SPEC, false);
            fleet.work(2);
        }
        try (PlayedFleet fleet = start()) {
            fleet.board.forgetAbandoned(after(80), LIMIT);
            assertThat(folder.resolve("jobs/j")).isDirectory();
            fleet.board.forgetAbandoned(after(91), LIMIT);
            assertThat(folder.resolve("jobs")).isEmptyDirectory();
        }
    }

    @Test
    void whatACompletedJobGaveIsKeptNoLongerEither() throws Exception {
        try (PlayedFleet fleet = start()) {
            fleet.run(PlayedFleet.SPEC);
            fleet.board.leave(PlayedFleet.SPEC.id());
            fleet.board.forgetAbandoned(after(80), LIMIT);
            assertThat(fleet.results(PlayedFleet.SPEC)).hasSize(6);
            fleet.board.forgetAbandoned(after(91), LIMIT);
            assertThat(folder.resolve("jobs")).isEmptyDirectory();
        }
    }

    @Test
    void aJobWithoutClientStandsAsideForOneThatHasOneAndGoesOnAfterwards() throws Exception {
        var left = PlayedFleet.SPEC;
        var next = PlayedFleet.spec("next");
        try (PlayedFleet fleet = start()) {
            fleet.board.join(left.id());
            fleet.board.submit(left, false);
            fleet.work(1);
            WorkerState worker = fleet.connect("w2", 2);
            Digest lease = (Digest) fleet.board.next(worker, Duration.ZERO);
            fleet.board.leave(left.id());

            fleet.board.join(next.id());
            JobView job = fleet.board.submit(next, false);
            assertThat(fleet.board.next(worker, Duration.ZERO))
                    .isEqualTo(new Withdraw(Objects.requireNonNull(lease).lease()));
            fleet.work(100);
            assertThat(job.await(Duration.ofSeconds(30))).isInstanceOf(ClientMessage.Completed.class);
            assertThat(fleet.results(next)).isEqualTo(PlayedFleet.expected());

            fleet.board.join(left.id());
            assertThat(fleet.run(left)).isInstanceOf(ClientMessage.Completed.class);
            assertThat(fleet.results(left)).isEqualTo(PlayedFleet.expected());
        }
    }

    @Test
    void twoProcessesOfOneIdDoNotTakeTurns() throws Exception {
        try (PlayedFleet fleet = start()) {
            WorkerState first = fleet.connect("w", 1);
            assertThatThrownBy(() -> fleet.connect("w", 2))
                    .isInstanceOfSatisfying(
                            ProtocolException.class, e -> assertThat(e.fault()).isEqualTo(Fault.DUPLICATE))
                    .hasMessage("another process is connected as worker w (node n); a worker needs an id of its own,"
                            + " so stop one of the two");
            assertThat(first.connected).isTrue();
            assertThat(fleet.board.attendance()).isEqualTo(1);
            fleet.board.disconnect(first, "gone");
            assertThat(fleet.connect("w", 2).connected).isTrue();
        }
    }
}
