package dev.volta.cli.transfer;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.operation.transfer.Moved;
import dev.volta.core.operation.transfer.Transfers;

/**
 * One JSON object with {@code nodes}, in the order of the inventory. Each has {@code node}, {@code ok}, {@code state} in
 * words, {@code seconds} if it was done, {@code files} and {@code bytes} that were transferred, {@code filesThere} and
 * {@code bytesThere} that needed no transfer, and {@code error} if it failed.
 */
final class TransferJson {
    private TransferJson() {}

    static String of(FleetOutcome<Moved> fleet, Transfers transfers, OutcomeReport<Moved> report) {
        var json = JsonMapper.builder().build().createObjectNode();
        var nodes = json.putArray("nodes");
        fleet.byNode().forEach((node, outcome) -> {
            var moved = transfers.of(node);
            var one = nodes.addObject()
                    .put("node", node.name().value())
                    .put("ok", outcome.ok())
                    .put("state", report.words(outcome));
            if (outcome instanceof Outcome.Done<Moved> done) {
                one.put("seconds", done.took().toMillis() / 1000.0);
            }
            one.put("files", moved.files())
                    .put("bytes", moved.bytes())
                    .put("filesThere", moved.filesThere())
                    .put("bytesThere", moved.bytesThere());
            if (!outcome.ok()) {
                one.put("error", report.words(outcome));
            }
        });
        return json.toPrettyString();
    }
}
