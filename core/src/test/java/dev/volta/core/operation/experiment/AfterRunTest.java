package dev.volta.core.operation.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.deploy.NodeSurvey;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.service.TestKinds;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AfterRunTest {
    private static Node node(String name) {
        return new Node(
                new NodeName(name),
                new Reach.Here(),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
    }

    @Test
    void saysOfEachNodeThatWasNotSeenWhyNot() {
        var outcomes = new LinkedHashMap<Node, Outcome<ObservedNode>>();
        outcomes.put(
                node("n1"),
                new Outcome.Done<>(
                        new NodeSurvey("fleet", "1", false, List.of(), TestKinds.SUPERVISORS, List.of())
                                .empty(node("n1")),
                        true,
                        Duration.ofSeconds(1)));
        outcomes.put(node("n2"), new Outcome.Unreachable<>("no answer within 10 s"));
        outcomes.put(node("n3"), new Outcome.Failed<>("the connection was lost"));
        outcomes.put(node("n4"), new Outcome.Interrupted<>());
        outcomes.put(node("n5"), new Outcome.NotStarted<>());
        assertThat(AfterRun.unseen(new FleetOutcome<>(outcomes, false), Duration.ofSeconds(60)))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        new NodeName("n2"), "cannot be reached (no answer within 10 s)",
                        new NodeName("n3"), "cannot be looked at (the connection was lost)",
                        new NodeName("n4"), "did not answer within 60 s",
                        new NodeName("n5"), "did not answer within 60 s"));
    }
}
