package dev.volta.core.report;

import java.util.ArrayList;
import java.util.List;

/** The trials of a run as a table of texts: what each measured, and its throughput if the work has an amount. */
final class TrialTable {
    private final RunRecord run;
    private final MeasuredQuantities quantities;

    TrialTable(RunRecord run) {
        this.run = run;
        this.quantities = run.quantities();
    }

    List<String> heads() {
        var heads = new ArrayList<>(List.of("trial", "phase"));
        if (variants()) {
            heads.addAll(List.of("variant", "block"));
        }
        for (var quantity : quantities.trial()) {
            heads.add(quantity.title());
            if (quantity.equals(Quantity.WALL) && quantities.amount().isPresent()) {
                heads.add("throughput");
            }
        }
        return heads;
    }

    /** How many columns are words, behind the first one. */
    int words() {
        return variants() ? 2 : 1;
    }

    private boolean variants() {
        return !run.variants().isEmpty();
    }

    List<String> cells(Trial trial) {
        var cells = new ArrayList<>(
                List.of(String.valueOf(trial.index()), trial.phase().word()));
        if (variants()) {
            cells.addAll(List.of(trial.variant(), String.valueOf(trial.block())));
        }
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
    List<String> missing() {
        return quantities.trial().stream()
                .flatMap(quantity -> Phrases.missing(run.trials(), quantity).stream()
                        .map(reason -> quantity.title() + " unavailable: " + reason))
                .toList();
    }
}
