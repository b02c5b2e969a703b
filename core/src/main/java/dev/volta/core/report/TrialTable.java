package dev.volta.core.report;

import java.util.ArrayList;
import java.util.List;

/** The trials of a run as a table of texts: what each measured, and its throughput if the work has an amount. */
final class TrialTable {
    /** Columns before those of the quantities, the second of which is a word. */
    private static final List<String> FIRST = List.of("trial", "phase");

    private final MeasuredQuantities quantities;

    TrialTable(MeasuredQuantities quantities) {
        this.quantities = quantities;
    }

    List<String> heads() {
        var heads = new ArrayList<>(FIRST);
        for (var quantity : quantities.trial()) {
            heads.add(quantity.title());
            if (quantity.equals(Quantity.WALL) && quantities.amount().isPresent()) {
                heads.add("throughput");
            }
        }
        return heads;
    }

    List<String> cells(Trial trial) {
        var cells = new ArrayList<>(
                List.of(String.valueOf(trial.index()), trial.phase().word()));
        for (var quantity : quantities.trial()) {
            cells.add(Phrases.brief(trial.values().get(quantity).map(quantity.unit()::text)));
            if (quantity.equals(Quantity.WALL)) {
                quantities
                        .amount()
                        .ifPresent(amount -> cells.add(
                                Phrases.brief(ResultRow.perSecond(trial, amount).map(amount.unit()::perSecond))));
            }
        }
        return cells;
    }

    /** Why values are missing, such as {@code CPU time unavailable: the reason}; each reason once. */
    List<String> missing(List<Trial> trials) {
        return quantities.trial().stream()
                .flatMap(quantity -> Phrases.missing(trials, quantity).stream()
                        .map(reason -> quantity.title() + " unavailable: " + reason))
                .toList();
    }
}
