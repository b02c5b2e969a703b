package dev.volta.core.facts;

import dev.volta.core.remote.OutputLines;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a node's clock is ahead of this machine's.
 *
 * <p>The node is asked for its time, which it tells at some moment between question and answer. Taken as the middle,
 * {@code offset = node − (asked + answered) / 2} is wrong by no more than {@code uncertainty = (answered − asked) / 2},
 * half the round trip (the argument of F. Cristian, "Probabilistic clock synchronization", Distributed Computing 3,
 * 1989). Of several questions the one with the shortest round trip counts.
 *
 * @param offset positive if the node is ahead
 */
public record ClockOffset(Duration offset, Duration uncertainty) {
    private static final int QUESTIONS = 4;

    /** For the start of the shell and all questions. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    static Fact<ClockOffset> measure(Remote remote) throws InterruptedException {
        var talk = new ClockTalk(QUESTIONS);
        var lines = new OutputLines(talk::answered);
        var status = Script.of("clock.sh", ClockTalk.SCRIPT)
                .to("read the clock")
                .withInput(talk)
                .withLimit(LIMIT)
                .run(remote, lines);
        return switch (talk.best().orElseGet(() -> Fact.unavailable("date"))) {
            case Fact.Known<ClockOffset> known -> known;
            case Fact.Unavailable<ClockOffset>(var odd) ->
                Fact.unavailable(odd + ": " + status + (lines.errors().isEmpty() ? "" : ", " + lines.errors()));
        };
    }

    /** {@code answer} in seconds since 1970; a date that knows no nanoseconds (busybox) adds a second of doubt. */
    static Fact<ClockOffset> compare(String answer, Instant asked, Duration trip) {
        if (!answer.matches("\\d{1,11}\\.(\\d{9}|N|%N)?")) {
            return Fact.unavailable("date answered '" + answer + "'");
        }
        var half = trip.dividedBy(2);
        var exact = answer.matches(".*\\.\\d{9}");
        var seconds = new BigDecimal(exact ? answer : answer.substring(0, answer.indexOf('.')) + ".5");
        var node = Instant.EPOCH.plusNanos(seconds.movePointRight(9).longValueExact());
        var offset = Duration.between(asked.plus(half), node);
        return Fact.known(new ClockOffset(offset, exact ? half : half.plusMillis(500)));
    }

    static boolean isBetter(Fact<ClockOffset> measured, Fact<ClockOffset> best) {
        return measured instanceof Fact.Known<ClockOffset>(var some)
                && (!(best instanceof Fact.Known<ClockOffset>(var other))
                        || some.uncertainty().compareTo(other.uncertainty()) < 0);
    }
}
