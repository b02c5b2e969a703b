package dev.volta.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.FleetOutcome;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.service.TestKinds;
import dev.volta.core.supervisor.ServiceStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that are folders of this machine. */
@Timeout(120)
class RolloutTest {
    private static final NodeAccess HERE = new NodeAccess() {
        @Override
        public Remote connect(Node node) {
            return new LocalRemote(node.name());
        }

        @Override
        public void close() {}
    };

    @TempDir
    private Path folder;

    private PretendFleet fleet;

    @BeforeEach
    void threeNodes() throws Exception {
        var yaml = new StringBuilder("nodes:\n");
        for (var name : List.of("n1", "n2", "n3")) {
            var at = folder.resolve(name);
            yaml.append(
                    "  - {name: " + name + ", paths: {install: " + at + "/i, run: " + at + "/r, log: " + at + "/l}}\n");
        }
        fleet = PretendFleet.of(folder, yaml + """
                services:
                  a:
                    on: '*'
                    command: [sh, -c, '[ ! -e %1$s/broken-$NODE ] || exit 1; exec sleep 600']
                    env: {NODE: '${node.name}'}
                  b: {on: [n1], command: [sleep, '600'], after: [a]}
                """.formatted(folder));
    }

    @AfterEach
    void leaveNothing() {
        assertThat(run(Shutdown.plan(look(), fleet.everything()), 3).ok()).isTrue();
    }

    /** What really is there. */
    private DesiredState look() {
        var survey = new NodeSurvey("test", "1.0", false, List.of(), TestKinds.SUPERVISORS, List.of());
        for (var node : nodes()) {
            fleet.change(node.name().value(), view -> {
                try {
                    return survey.look(node, new LocalRemote(node.name()));
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        return fleet.desired();
    }

    private List<Node> nodes() {
        return fleet.desired().views().values().stream().map(ObservedNode::node).toList();
    }

    private FleetOutcome<NodeProgress> run(DeployPlan plan, int serial) {
        return new Rollout(fleet.desired().views(), HERE, 3, OptionalInt.of(serial), _ -> {}).run(plan, nodes());
    }

    private ServiceStatus status(String node) {
        look();
        return Objects.requireNonNull(fleet.view(node).services().get("a"));
    }

    @Test
    void doesNotGoOnToWhatNeedsSomethingThatFailed() throws Exception {
        Files.createFile(folder.resolve("broken-n3"));
        var outcome = run(fleet.plan(), 3);
        assertThat(outcome.byNode().values())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo(new Outcome.Failed<>(
                                        "did not start b, because 'start a' was not done everywhere")),
                        second -> assertThat(second.ok()).isTrue(),
                        third -> assertThat(third).isInstanceOf(Outcome.Failed.class));
        look();
        assertThat(fleet.view("n1").services()).containsOnlyKeys("a");
    }

    @Test
    void beginsNoOtherNodeAfterOneThatCouldNotRestart() throws Exception {
        assertThat(run(fleet.plan(), 3).ok()).isTrue();
        var before = status("n3").state();
        Files.createFile(folder.resolve("broken-n1"));
        look();
        var outcome = run(fleet.plan(fleet.only("a", Scope.Aim.RESTARTED)), 1);
        assertThat(outcome.byNode().values())
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Outcome.Failed.class),
                        second -> assertThat(second).isEqualTo(new Outcome.NotStarted<>()),
                        third -> assertThat(third).isEqualTo(new Outcome.NotStarted<>()));
        assertThat(status("n3").state()).isEqualTo(before);
    }
}
