package dev.volta.core.operation.machines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.vm.fleet.VmStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BootOutcomesTest {
    @Test
    void saysOfAMachineThatRunsNotThatItWasNotStarted() {
        var byNode = new LinkedHashMap<Node, Outcome<Optional<VmStatus>>>();
        byNode.put(node("node1"), new Outcome.NotStarted<>());
        byNode.put(node("node2"), new Outcome.Interrupted<>());
        byNode.put(node("node3"), new Outcome.NotStarted<>());
        byNode.put(node("node4"), new Outcome.Interrupted<>());
        var told = BootOutcomes.of(
                new FleetOutcome<>(byNode, true),
                name -> Set.of("node1", "node2").contains(name.value())
                        ? Optional.of(running(name))
                        : Optional.empty());
        var err = new StringWriter();
        new OutcomeReport<Optional<VmStatus>>(new PrintWriter(err, true), BootOutcomes::words).finish(told, true);
        assertThat(err.toString().lines())
                .containsExactly(
                        "volta: node[1-2]: runs; nobody logged in to it",
                        "volta: node3: not started",
                        "volta: node4: interrupted, and ended there",
                        "volta: interrupted; 0 of 4 nodes done, not node[1-4]");
    }

    private static Node node(String name) {
        return new Node(
                new NodeName(name),
                new Reach.Here(),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
    }

    private static VmStatus running(NodeName name) {
        return new VmStatus(
                name, Optional.empty(), VmStatus.State.running, "", "", 1, 0, Instant.EPOCH, Optional.empty());
    }
}
