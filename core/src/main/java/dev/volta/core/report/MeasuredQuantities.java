package dev.volta.core.report;

import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a kind of work measures.
 *
 * @param trial of each trial; wall time and CPU time come first
 * @param sharer what has a share in a trial is called, such as {@code worker}
 * @param share of each share; the first shows how the work was spread. With wall time among them each share is all of the
 *     work, done on one node
 */
public record MeasuredQuantities(List<Quantity> trial, String sharer, List<Quantity> share) {
    public MeasuredQuantities {
        trial = List.copyOf(trial);
        share = List.copyOf(share);
        if (!trial.contains(Quantity.WALL)) {
            throw new IllegalArgumentException("every kind of work measures its wall time");
        }
        if (trial.stream()
                        .filter(quantity -> quantity.use() == Quantity.Use.AMOUNT)
                        .count()
                > 1) {
            throw new IllegalArgumentException("work has one amount: " + trial);
        }
    }

    /** Wall time and CPU time, and {@code own}. */
    public static MeasuredQuantities with(List<Quantity> own, String sharer, List<Quantity> share) {
        var trial = new ArrayList<>(List.of(Quantity.WALL, Quantity.CPU));
        trial.addAll(own);
        return new MeasuredQuantities(trial, sharer, share);
    }

    /** Those that reports give medians of. */
    List<Quantity> results() {
        return trial.stream()
                .filter(quantity -> quantity.use() == Quantity.Use.RESULT)
                .toList();
    }

    /** By which rates are given, if there is one. */
    Optional<Quantity> amount() {
        return trial.stream()
                .filter(quantity -> quantity.use() == Quantity.Use.AMOUNT)
                .findFirst();
    }

    /** Whether every node did all of the work, not a part of it. */
    boolean sharesAreWhole() {
        return share.contains(Quantity.WALL);
    }

    /** A trial in a few words: its time and, if it has one, its amount and its rate. */
    public String brief(Trial of) {
        var time = Quantities.duration(of.wallNanos());
        return amount().flatMap(quantity -> of.values()
                        .get(quantity)
                        .toOptional()
                        .map(value -> "%s, %s, %s"
                                .formatted(
                                        time,
                                        quantity.unit().text(value),
                                        quantity.unit().perSecond(value * 1e9 / of.wallNanos()))))
                .orElse(time);
    }
}
