package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who a process is, from the inventory: {@code VOLTA_UNIT}, unique in the fleet, {@code VOLTA_NODE} and
 * {@code VOLTA_ADDRESS}. It gets them as its environment, and what else runs on the node as a file of shell variables,
 * {@code <unit>.env}.
 */
final class UnitIdentity {
    private UnitIdentity() {}

    static Map<String, String> of(PlannedUnit planned, Node node) {
        var variables = new LinkedHashMap<String, String>();
        variables.put("VOLTA_UNIT", planned.unit().name());
        variables.put("VOLTA_NODE", node.name().value());
        variables.put("VOLTA_ADDRESS", node.address());
        return variables;
    }

    /** The file that says it, which nothing that runs depends on. */
    static PlacedFile file(PlannedUnit planned, ObservedNode view) {
        var text = new StringBuilder();
        of(planned, view.node())
                .forEach((name, value) ->
                        text.append(name).append("='").append(value).append("'\n"));
        return new PlacedFile(
                view.layout().conf() + "/" + planned.unit().name() + ".env", text.toString(), false, true);
    }
}
