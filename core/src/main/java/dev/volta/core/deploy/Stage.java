package dev.volta.core.deploy;

import dev.volta.core.config.NodeName;
import dev.volta.core.plan.Step;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps that nodes go through side by side, each node its own in their order.
 *
 * @param name what happens here, in a few words
 * @param needs names of the stages without which this one makes no sense, for all nodes
 * @param rolling whether only some nodes at a time may be in the middle of it
 */
public record Stage(String name, List<String> needs, Map<NodeName, List<Step>> steps, boolean rolling) {
    public Stage {
        needs = List.copyOf(needs);
        steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    }
}
