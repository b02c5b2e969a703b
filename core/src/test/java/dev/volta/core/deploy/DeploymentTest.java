package dev.volta.core.deploy;

import static dev.volta.core.deploy.PretendFleet.told;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.plan.Step;
import dev.volta.core.supervisor.HealthVerdict;
import dev.volta.core.supervisor.ServiceState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeploymentTest extends OnPretendFleet {
    @Test
    void startsEverythingInOrderOnEmptyNodes() {
        var plan = fleet.plan();
        assertThat(plan.findings()).isEmpty();
        assertThat(told(plan))
                .containsExactly(
                        "push programs and settings / n1: push controller.jar to"
                                + " /opt/volta/1.0/controller-aaaaaaaaaaaa.jar",
                        "push programs and settings / n1: write /opt/volta/test/conf/worker-n2-1 (secret)",
                        "push programs and settings / n1: write /opt/volta/test/conf/worker-n3-1 (secret)",
                        "push programs and settings / n2: push worker.jar to /opt/volta/1.0/worker-aaaaaaaaaaaa.jar",
                        "push programs and settings / n2: write /opt/volta/test/conf/worker-n2-1.conf",
                        "push programs and settings / n2: write /opt/volta/test/conf/worker-n2-1.env",
                        "push programs and settings / n3: push worker.jar to /opt/volta/1.0/worker-aaaaaaaaaaaa.jar",
                        "push programs and settings / n3: write /opt/volta/test/conf/worker-n3-1.conf",
                        "push programs and settings / n3: write /opt/volta/test/conf/worker-n3-1.env",
                        "start controller / n1: start controller",
                        "start controller / n1: await controller",
                        "start worker / n2: start worker-n2-1",
                        "start worker / n2: await worker-n2-1",
                        "start worker / n3: start worker-n3-1",
                        "start worker / n3: await worker-n3-1",
                        "start web / n1: start web",
                        "start web / n1: await web");
        assertThat(plan.stages().getLast().needs()).containsExactly("start worker", "restart worker");
    }

    @Test
    void hasNothingToDoTheSecondTime() {
        deployed();
        assertThat(fleet.plan()).isEqualTo(new DeployPlan(List.of(), List.of(), List.of(), Set.of()));
    }

    @Test
    void aChangedJarRestartsWhatRunsIt() {
        deployed();
        fleet.changeJars();
        var plan = fleet.plan();
        assertThat(plan.changes())
                .map(Change::toString)
                .containsExactly(
                        "restart controller (its program changed)",
                        "restart worker-n2-1 (its program changed)",
                        "restart worker-n3-1 (its program changed)");
        assertThat(told(plan))
                .contains(
                        "restart worker (rolling) / n2: stop worker-n2-1",
                        "restart worker (rolling) / n2: start worker-n2-1",
                        "restart worker (rolling) / n2: await worker-n2-1")
                .noneMatch(line -> line.contains("web"));
    }

    @Test
    void aChangedSettingRestartsOnlyWhatReadsIt() {
        deployed();
        fleet.changeSetting();
        assertThat(fleet.plan().changes())
                .map(Change::toString)
                .containsExactly(
                        "restart worker-n2-1 (its settings changed)", "restart worker-n3-1 (its settings changed)");
    }

    @Test
    void tellsAWorkerWhoItIs() {
        var worker = fleet.desired().wanted().stream()
                .filter(one -> one.unit().name().equals("worker-n2-1"))
                .findFirst()
                .orElseThrow();
        assertThat(worker.unit().environment())
                .containsEntry("VOLTA_UNIT", "worker-n2-1")
                .containsEntry("VOLTA_NODE", "n2")
                .containsEntry("VOLTA_ADDRESS", "n2");
        assertThat(worker.planned().files().getLast().content())
                .isEqualTo("VOLTA_UNIT='worker-n2-1'\nVOLTA_NODE='n2'\nVOLTA_ADDRESS='n2'\n");
    }

    @Test
    void writesAnEditedFileAgainAndRestartsItsService() {
        deployed();
        fleet.edit("n2", "/opt/volta/test/conf/worker-n2-1.conf");
        var plan = fleet.plan();
        assertThat(plan.changes())
                .containsExactly(new Change(
                        new NodeName("n2"), "worker-n2-1", Change.Kind.RESTART, "a file of it was edited there"));
        assertThat(told(plan))
                .startsWith("push programs and settings / n2: write /opt/volta/test/conf/worker-n2-1.conf");
    }

    @Test
    void anEditedLiveFileRestartsNothing() {
        deployed();
        fleet.edit("n1", "/opt/volta/test/conf/worker-n2-1");
        assertThat(told(fleet.plan()))
                .containsExactly("push programs and settings / n1: write /opt/volta/test/conf/worker-n2-1 (secret)");
    }

    @Test
    void removesWhatIsNotDescribedAnyMore() throws Exception {
        deployed();
        fleet.describe(NODES + "services:\n" + BUILT_IN);
        assertThat(told(fleet.plan()))
                .containsExactly(
                        "remove what is not described any more / n1: stop web",
                        "remove what is not described any more / n1: remove web");
    }

    @Test
    void startsWhatDoesNotRun() {
        deployed();
        fleet.state("n1", "web", new ServiceState.Stopped(OptionalInt.of(0)));
        assertThat(told(fleet.plan())).containsExactly("start web / n1: start web", "start web / n1: await web");
    }

    @Test
    void waitsForWhatIsNotKnownToBeHealthy() {
        deployed();
        for (var verdict : List.of(new HealthVerdict.Unhealthy("no"), new HealthVerdict.Unknown("lost"))) {
            fleet.change("n1", view -> view.withHealth(Map.of("web", verdict)));
            assertThat(told(fleet.plan())).containsExactly("start web / n1: await web");
            assertThat(told(fleet.plan(fleet.only("web", Scope.Aim.STARTED))))
                    .containsExactly("start web / n1: await web");
        }
        fleet.change("n1", view -> view.withHealth(Map.of("web", new HealthVerdict.Healthy())));
        assertThat(fleet.plan().stages()).isEmpty();
    }

    private Duration stays(DeployPlan plan) {
        return plan.stages().stream()
                .flatMap(stage -> stage.steps().values().stream())
                .flatMap(List::stream)
                .filter(Step.AwaitHealth.class::isInstance)
                .map(step -> ((Step.AwaitHealth) step).stays())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void waitsForWhatFailsAgainAndAgainWheneverItIsLookedAt() {
        deployed();
        for (var up : List.of(Duration.ZERO, Duration.ofSeconds(11), Duration.ofSeconds(29))) {
            fleet.restarted("n1", "web", 7, Duration.ofSeconds(30), up);
            assertThat(told(fleet.plan())).containsExactly("start web / n1: await web");
            assertThat(stays(fleet.plan())).isGreaterThan(Duration.ofSeconds(31));
        }
        fleet.restarted("n1", "web", 7, Duration.ofSeconds(30), Duration.ofSeconds(40));
        assertThat(fleet.plan().stages()).isEmpty();
    }

    @Test
    void waitsForProgramsOfItsOwnThatFailAgainAndAgain() {
        deployed();
        fleet.restarted("n1", "controller", 3, Duration.ofSeconds(20), Duration.ofSeconds(12));
        assertThat(told(fleet.plan())).containsExactly("start controller / n1: await controller");
        assertThat(stays(fleet.plan())).isGreaterThan(Duration.ofSeconds(21));
    }

    @Test
    void doesNotExpectOfAnotherProgramWhatTheOneBeforeDidNotDo() throws Exception {
        deployed();
        fleet.restarted("n1", "web", 7, Duration.ofSeconds(30), Duration.ofSeconds(11));
        fleet.describe(ALL.replace("[serve]", "[serve, better]"));
        assertThat(told(fleet.plan())).contains("restart web (rolling) / n1: start web");
        assertThat(stays(fleet.plan())).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void repairsFilesOfAServiceThatRuns() {
        deployed();
        fleet.damage("n1", "web", "/opt/volta/test/services/web/child");
        for (var plan : List.of(fleet.plan(), fleet.plan(fleet.only("web", Scope.Aim.STARTED)))) {
            assertThat(plan.changes())
                    .map(Change::toString)
                    .containsExactly("repair web (its file /opt/volta/test/services/web/child is damaged)");
            assertThat(told(plan)).containsExactly("start web / n1: start web", "start web / n1: await web");
        }
    }

    @Test
    void replacesWhatNobodyWatches() {
        deployed();
        fleet.state("n1", "web", new ServiceState.Unwatched(12));
        assertThat(fleet.plan().changes()).map(Change::toString).containsExactly("restart web (nobody watches it)");
    }

    @Test
    void replacesWhatLostItsFolder() {
        deployed();
        fleet.state("n1", "web", new ServiceState.Unwatched(12), Optional.of("its folder is gone"));
        assertThat(fleet.plan().changes()).map(Change::toString).containsExactly("restart web (its folder is gone)");
    }

    @Test
    void replacesAndStopsWhatIsFrozen() {
        deployed();
        fleet.state("n1", "web", new ServiceState.Frozen(12));
        assertThat(fleet.plan().changes())
                .map(Change::toString)
                .containsExactly("restart web (it is stopped by a signal)");
        assertThat(told(fleet.shutdown())).contains("stop web / n1: stop web");
    }

    @Test
    void aNodeOutOfReachHoldsUpWhatComesAfterItsServices() {
        fleet.lose("n3");
        var plan = fleet.plan();
        assertThat(plan.missing()).containsExactly("start worker");
        assertThat(plan.stages())
                .filteredOn(stage -> stage.name().equals("start web"))
                .allSatisfy(stage -> assertThat(stage.needs()).contains("start worker"));
        assertThat(told(plan)).contains("start worker / n2: start worker-n2-1");
    }

    @Test
    void leavesWorkersAloneWhileTheirControllerIsOutOfReach() {
        deployed();
        fleet.lose("n1");
        var plan = fleet.plan();
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.missing()).containsExactlyInAnyOrder("start controller", "start web");
        assertThat(plan.stages()).singleElement().satisfies(stage -> {
            assertThat(stage.needs()).contains("start controller");
            assertThat(stage.steps()).containsOnlyKeys(new NodeName("n2"), new NodeName("n3"));
        });
    }

    @Test
    void aNodeDeployedAloneIsMadeKnownToItsController() {
        var plan = fleet.plan(Scope.whole(Set.of(new NodeName("n2"))));
        assertThat(told(plan))
                .contains("push programs and settings / n1: write /opt/volta/test/conf/worker-n2-1 (secret)")
                .noneMatch(line -> line.contains("n1: start"));
    }

    @Test
    void restartsOneServiceOrOneUnitOfIt() {
        deployed();
        assertThat(fleet.plan(fleet.only("worker", Scope.Aim.RESTARTED)).changes())
                .map(Change::unit)
                .containsExactly("worker-n2-1", "worker-n3-1");
        assertThat(fleet.plan(fleet.only("worker-n3-1", Scope.Aim.RESTARTED)).changes())
                .map(Change::unit)
                .containsExactly("worker-n3-1");
    }

    @Test
    void startingLeavesWhatRunsAsItIs() {
        deployed();
        fleet.changeSetting();
        fleet.state("n2", "worker-n2-1", new ServiceState.Stopped(OptionalInt.empty()));
        assertThat(told(fleet.plan(fleet.only("worker", Scope.Aim.STARTED))))
                .containsExactly(
                        "push programs and settings / n2: write /opt/volta/test/conf/worker-n2-1.conf",
                        "start worker / n2: start worker-n2-1",
                        "start worker / n2: await worker-n2-1");
    }

    @Test
    void guessesWhichServiceWasMeant() {
        fleet.desired().requireService("worker-n2-1");
        assertThatThrownBy(() -> fleet.desired().requireService("worke"))
                .isInstanceOf(UnknownServiceException.class)
                .hasMessage("there is no service 'worke'; did you mean 'worker'?");
        assertThatThrownBy(() -> fleet.desired().requireService("database"))
                .hasMessage("there is no service 'database'; there are controller, web, worker, worker-n2-1,"
                        + " worker-n3-1");
    }
}
