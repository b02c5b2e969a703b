package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.node.controller.Schedule.Asker;
import dev.volta.hashing.node.controller.Schedule.Step;
import dev.volta.hashing.node.job.BatchLimits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    private static final BatchLimits LIMITS = new BatchLimits(100, 1 << 20);
    private static final Asker W1 = new Asker("w1", "n1", 0, 2, 2);
    private static final Asker W2 = new Asker("w2", "n2", 0, 2, 2);

    private static Unfinished unfinished(long lease, int lane, String worker, long reservedUntil) {
        List<LeaseItem> items = List.of(new LeaseItem(0, 0, 1, RawPath.parse("a")));
        return Unfinished.left(Lease.Digesting.of(lease, lane, items), worker, reservedUntil, "gone");
    }

    @Test
    void theFirstToAskWalksAndTheOthersWait() {
        Schedule schedule = new Schedule(List.of(""), LIMITS);
        assertThat(schedule.next(W1, 0)).isEqualTo(new Step.Walk(0));
        assertThat(schedule.next(W2, 0)).isEqualTo(new Step.Idle(Long.MAX_VALUE));
        assertThat(schedule.isWalked()).isFalse();
    }

    @Test
    void filesAreCutWhileTheWalkGoesOn() {
        Schedule schedule = new Schedule(List.of(""), LIMITS);
        schedule.next(W1, 0);
        schedule.listed(0, 10, 1000);
        assertThat(schedule.next(W2, 0))
                .isEqualTo(new Step.Cut(0, new BatchSize(100, 128 << 10, 1 << 20, BatchSize.FIRST_UNITS)));
        schedule.cut(0, 10, 1000);
        assertThat(schedule.next(W2, 0)).isInstanceOf(Step.Idle.class);
    }

    @Test
    void aWalkThatBrokeOffIsGivenToTheNext() {
        Schedule schedule = new Schedule(List.of(""), LIMITS);
        schedule.next(W1, 0);
        schedule.walked(0, false);
        assertThat(schedule.next(W2, 0)).isEqualTo(new Step.Walk(0));
        schedule.walked(0, true);
        assertThat(schedule.next(W2, 0)).isEqualTo(new Step.Idle(Long.MAX_VALUE));
        assertThat(schedule.isWalked()).isTrue();
    }

    @Test
    void aBoundLaneIsForItsNodeAlone() {
        Schedule schedule = new Schedule(List.of("n2"), LIMITS);
        assertThat(schedule.next(W1, 0)).isInstanceOf(Step.Idle.class);
        assertThat(schedule.next(W2, 0)).isEqualTo(new Step.Walk(0));
    }

    @Test
    void whatWasLeftUnfinishedComesFirst() {
        Schedule schedule = new Schedule(List.of(""), LIMITS);
        Unfinished left = unfinished(7, 0, "w1", 0);
        schedule.requeue(left);
        assertThat(schedule.next(W2, 0)).isEqualTo(new Step.Retry(left));
        assertThat(schedule.next(W2, 0)).isEqualTo(new Step.Walk(0));
    }

    @Test
    void aReservationHoldsForOthersUntilItsTimeButNotForItsWorker() {
        Schedule schedule = new Schedule(List.of(""), LIMITS);
        schedule.walked(0, true);
        Unfinished left = unfinished(7, 0, "w1", 100);
        schedule.requeue(left);
        assertThat(schedule.next(W2, 40)).isEqualTo(new Step.Idle(60));
        assertThat(schedule.next(W2, 100)).isEqualTo(new Step.Retry(left));
        schedule.requeue(left);
        assertThat(schedule.next(W1, 0)).isEqualTo(new Step.Retry(left));
    }

    @Test
    void aReleasedReservationIsForEverybody() {
        Schedule schedule = new Schedule(List.of(""), LIMITS);
        schedule.requeue(unfinished(7, 0, "w1", 100));
        schedule.release("w1", 10);
        assertThat(schedule.next(W2, 10)).isInstanceOf(Step.Retry.class);
    }

    @Test
    void aWorkerReclaimsWhatItHasInHandOnlyOnceAndOnlyItsOwn() {
        Schedule schedule = new Schedule(List.of("", "n1"), LIMITS);
        Unfinished left = unfinished(7, 1, "w1", 0);
        schedule.requeue(left);
        assertThat(schedule.reclaim("w2", 7)).isEmpty();
        assertThat(schedule.reclaim("w1", 8)).isEmpty();
        assertThat(schedule.reclaim("w1", 7)).contains(left);
        assertThat(schedule.reclaim("w1", 7)).isEmpty();
    }

    /** Rate in units a second, units left (-1: still walking), workers; units of the batch. */
    @ParameterizedTest
    @CsvSource({
        "0, -1, 4, 4194304",
        "1000000, -1, 4, 200000",
        "1000000, 100000000, 4, 200000",
        "1000000, 800000, 4, 100000",
        "0, 800000, 2, 200000",
        "1000000, 1, 4, 1"
    })
    void aBatchTakesAFifthOfASecondAndShrinksAtTheTail(double rate, long left, int workers, long units) {
        assertThat(BatchSize.of(LIMITS, rate, left, workers, workers))
                .isEqualTo(new BatchSize(100, 128 << 10, 1 << 20, units));
    }

    /** Connected workers; most files and bytes of paths of a batch. */
    @ParameterizedTest
    @CsvSource({"1, 2048, 131072", "64, 2048, 131072", "128, 1024, 131072", "1024, 128, 16384"})
    void allBatchesTogetherFitInTheControllersMemory(int connected, int files, int pathBytes) {
        BatchSize size = BatchSize.of(BatchLimits.DEFAULT, 0, -1, 1, connected);
        assertThat(size.files()).isEqualTo(files);
        assertThat(size.pathBytes()).isEqualTo(pathBytes);
    }

    /** Files and bytes in the batch so far, size of the next; whether it is taken. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 99999999999, true",
        "1, 10, 10, true",
        "2, 10, 1, true",
        "3, 10, 1, false",
        "1, 90, 11, false",
        "1, 90, 10, true"
    })
    void aBatchEndsAtTheFirstLimit(int files, long bytes, long size, boolean admitted) {
        BatchSize batch = new BatchSize(3, 128 << 10, 100, Long.MAX_VALUE);
        assertThat(batch.admits(files, bytes, size)).isEqualTo(admitted);
    }

    @Test
    void aFileCountsForItsOpeningToo() {
        BatchSize batch = new BatchSize(100, 128 << 10, 1 << 20, 2 * BatchSize.UNITS_PER_FILE);
        assertThat(batch.admits(1, 0, 0)).isTrue();
        assertThat(batch.admits(1, 0, 1)).isFalse();
    }
}
