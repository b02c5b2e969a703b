package dev.volta.core.report;

import dev.volta.core.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The medians of each node and variant as a table of texts, for work that every node does whole. */
final class NodeTable {
    private final RunRecord run;

    NodeTable(RunRecord run) {
        this.run = run;
    }

    List<String> heads() {
        var heads = new ArrayList<>(run.variants().isEmpty() ? List.of("node") : List.of("node", "variant"));
        run.quantities().share().forEach(quantity -> heads.add(quantity.title()));
        return heads;
    }

    List<List<String>> rows() {
        var rows = new ArrayList<List<String>>();
        for (var variant : run.variantNames()) {
            var shares = run.measured(variant).stream()
                    .flatMap(trial -> trial.shares().stream())
                    .toList();
            for (var node : shares.stream().map(Share::node).distinct().toList()) {
                var own = shares.stream()
                        .filter(share -> share.node().equals(node))
                        .toList();
                var medians = run.quantities().share().stream()
                        .map(quantity -> ResultRow.over(
                                        own, share -> share.values().get(quantity))
                                .map(Summary::median)
                                .told(quantity.unit()::text));
                var names = run.variants().isEmpty() ? Stream.of(node.value()) : Stream.of(node.value(), variant);
                rows.add(Stream.concat(names, medians).toList());
            }
        }
        return rows;
    }
}
