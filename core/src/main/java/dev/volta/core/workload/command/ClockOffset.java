package dev.volta.core.workload.command;

import java.util.ArrayDeque;

/**
 * The difference between the monotonic clock of a launcher and that of this process, as Cristian's algorithm has it: a
 * question that was sent at {@code s} and answered at {@code r} was read at {@code (s + r) / 2}, give or take half of the
 * time between. Of some answers the one that took least time is believed. Steps of the clock of day do not touch it.
 */
final class ClockOffset {
    private record Answer(long roundTripNanos, long offsetNanos) {}

    private final ArrayDeque<Answer> answers = new ArrayDeque<>();

    /**
     * Takes an answer.
     *
     * @param sentAt and {@code receivedAt} by the clock of this process
     * @param there by the launcher's clock
     */
    void add(long sentAt, long there, long receivedAt) {
        var roundTrip = receivedAt - sentAt;
        answers.add(new Answer(roundTrip, there - sentAt - roundTrip / 2));
    }

    /** Forgets all answers: clocks drift apart by some parts in a million, and that of a paused guest stands still. */
    void forget() {
        answers.clear();
    }

    /** The launcher's time at {@code here}, a time of this process. */
    long there(long here) {
        return here + best().offsetNanos();
    }

    /** The time of this process at {@code there}, a time of the launcher. */
    long here(long there) {
        return there - best().offsetNanos();
    }

    /** The time that the quickest answer took, of which half is the most that the offset can be wrong by. */
    long roundTripNanos() {
        return best().roundTripNanos();
    }

    private Answer best() {
        return answers.stream()
                .min((one, other) -> Long.compare(one.roundTripNanos(), other.roundTripNanos()))
                .orElseThrow();
    }
}
