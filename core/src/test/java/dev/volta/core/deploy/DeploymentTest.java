package dev.volta.core.deploy;

import static dev.volta.core.deploy.PretendFleet.told;
import static dev.volta.core.deploy.PretendFleet.withArchitecture;
import static dev.volta.core.deploy.PretendFleet.withBootId;
import static dev.volta.core.deploy.PretendFleet.withClock;
import static dev.volta.core.deploy.PretendFleet.withFacts;
import static dev.volta.core.deploy.PretendFleet.withFree;
import static dev.volta.core.deploy.PretendFleet.withJavas;
import static dev.volta.core.deploy.PretendFleet.withListener;
import static dev.volta.core.deploy.PretendFleet.withMemory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.plan.Step;
import dev.volta.core.remote.NodeName;
import dev.volta.core.supervisor.HealthVerdict;
import dev.volta.core.supervisor.ServiceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploymentTest {
    private static final String NODES = """
            nodes:
              - {name: n1, labels: [controller, web]}
              - {name: n2, labels: [worker]}
              - {name: n3, labels: [worker]}
            """;
    private static final String BUILT_IN = """
              controller: {on: controller, kind: controller}
              worker: {on: worker, kind: worker, after: [controller]}
            """;
    private static final String WEB = """
              web: {on: web, command: [serve], after: [worker], ports: [8000]}
            """;
    private static final String ALL = NODES + "services:\n" + BUILT_IN + WEB;

    @TempDir
    private Path folder;

    private PretendFleet fleet;

    @BeforeEach
    void threeNodes() throws Exception {
        fleet = PretendFleet.of(folder, ALL);
    }

    private void deployed() {
        fleet.carryOut(fleet.plan());
    }

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
        var worker = fleet.blueprint().wanted().stream()
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
    void refusesNodesThatAreTheSameMachine() {
        fleet.change("n1", view -> withBootId(view, "one"));
        fleet.change("n2", view -> withBootId(view, "one"));
        var plan = fleet.plan();
        assertThat(plan.refused()).isTrue();
        assertThat(plan.findings())
                .map(Finding::toString)
                .contains(
                        "n2: is the same machine as n1 and would share /opt/volta/test, /run/volta with it; give each its"
                                + " own 'paths' in volta.yaml");
    }

    @Test
    void refusesTwoNodesOfAMachineWhoseServicesWouldWriteToTheSameLog() throws Exception {
        assertThat(findingsOnOneMachine("run: /two"))
                .containsExactly(
                        "n2: is the same machine as n1 and would share /var/log/volta with it; give each its own"
                                + " 'paths' in volta.yaml");
        assertThat(findingsOnOneMachine("run: /two, log: /two/log")).isEmpty();
    }

    @Test
    void comparesTheLogsOfAllNodesOfAMachine() throws Exception {
        fleet = PretendFleet.of(folder, """
                nodes:
                  - {name: n1, labels: [api], paths: {install: /one, run: /one}}
                  - {name: n2, labels: [web], paths: {install: /two, run: /two}}
                  - {name: n3, labels: [web], paths: {install: /three, run: /three}}
                services:
                  api: {on: api, command: [serve]}
                  web: {on: web, command: [serve]}
                """);
        for (var node : List.of("n1", "n2", "n3")) {
            fleet.change(node, view -> withBootId(view, "one"));
        }
        assertThat(fleet.plan().findings())
                .map(Finding::toString)
                .containsExactly(
                        "n3: is the same machine as n2 and would share /var/log/volta with it; give each its own"
                                + " 'paths' in volta.yaml");
    }

    private List<String> findingsOnOneMachine(String paths) throws Exception {
        fleet = PretendFleet.of(folder, """
                nodes:
                  - {name: n1, labels: [web], paths: {install: /one, run: /one}}
                  - {name: n2, labels: [web], paths: {install: /two, %s}}
                services:
                  web: {on: web, command: [serve]}
                """.formatted(paths));
        fleet.change("n1", view -> withBootId(view, "one"));
        fleet.change("n2", view -> withBootId(view, "one"));
        return fleet.plan().findings().stream().map(Finding::toString).toList();
    }

    @Test
    void refusesANodeThatWasDeployedAsAnother() {
        deployed();
        fleet.swap("n2", "n3");
        var findings = List.of(
                "n2: runs worker-n3-1, so it was deployed as n3; give n2 and n3 the addresses back that they had, or stop"
                        + " what runs first: volta stop-all",
                "n3: runs worker-n2-1, so it was deployed as n2; give n3 and n2 the addresses back that they had, or stop"
                        + " what runs first: volta stop-all");
        for (var plan : List.of(
                fleet.plan(),
                fleet.plan(fleet.only("worker", Scope.Aim.RESTARTED)),
                fleet.plan(fleet.only("worker", Scope.Aim.STARTED)),
                Shutdown.plan(fleet.blueprint(), fleet.only("worker", Scope.Aim.STARTED)))) {
            assertThat(plan.refused()).isTrue();
            assertThat(plan.findings()).map(Finding::toString).isEqualTo(findings);
        }
        // Stopped as all that runs there or as what it is called, it stands in nobody's way.
        assertThat(Shutdown.plan(fleet.blueprint(), fleet.only("worker-n3-1", Scope.Aim.STARTED)))
                .satisfies(plan -> assertThat(plan.findings()).isEmpty())
                .satisfies(plan -> assertThat(plan.changes()).map(Change::unit).containsExactly("worker-n3-1"));
        var stopped = fleet.shutdown();
        assertThat(stopped.findings()).isEmpty();
        fleet.carryOut(stopped);
        assertThat(fleet.plan().findings()).isEmpty();
        fleet.carryOut(fleet.plan());
        assertThat(fleet.view("n2").services()).containsOnlyKeys("worker-n2-1");
        assertThat(fleet.plan()).isEqualTo(new DeployPlan(List.of(), List.of(), List.of(), Set.of()));
    }

    @Test
    void takesANodeThatWasRenamed() throws Exception {
        deployed();
        fleet.swap("n2", "n3");
        fleet.describe(ALL.replace("  - {name: n3, labels: [worker]}\n", ""));
        assertThat(fleet.plan(Scope.whole(Set.of(new NodeName("n1"), new NodeName("n2"))))
                        .findings())
                .isEmpty();
    }

    @Test
    void refusesATakenPortButNotOnesOwn() {
        fleet.change("n1", view -> withListener(view, 8000));
        assertThat(fleet.plan().findings())
                .map(Finding::toString)
                .containsExactly("n1: port 8000 of web is taken; see who listens there: ss -ltnp 'sport = 8000'");
        deployed();
        assertThat(fleet.plan().findings()).isEmpty();
    }

    @Test
    void givesAJavaToNodesWithoutOneThatItRunsOn() {
        fleet.offerJava("riscv64");
        for (var node : List.of("n2", "n3")) {
            fleet.change(node, view -> withFacts(view, withJavas(view.facts(), List.of())));
        }
        fleet.change("n2", view -> withFacts(view, withArchitecture(view.facts(), "riscv64")));
        fleet.change("n3", view -> withFacts(view, withArchitecture(view.facts(), "x86_64")));
        assertThat(fleet.plan().findings())
                .map(Finding::toString)
                .containsExactly("n3: has no Java 25 for worker; install a JRE 25 there (Debian 13:"
                        + " openjdk-25-jre-headless); only nodes with riscv64 get one from here");
        assertThat(told(fleet.plan()))
                .contains("push programs and settings / n2: unpack jre-25.tar.gz to /opt/volta/volta-jre-25")
                .noneMatch(line -> line.contains("n3: unpack"));
        fleet.carryOut(fleet.plan());
        assertThat(told(fleet.plan())).noneMatch(line -> line.contains("n2:"));
    }

    @Test
    void refusesANodeWithoutJavaOnlyWhereItIsNeeded() {
        for (var node : List.of("n1", "n2")) {
            fleet.change(node, view -> withFacts(view, withJavas(view.facts(), List.of("17.0.1 /usr/lib/jvm/17"))));
        }
        assertThat(fleet.plan().findings())
                .map(Finding::toString)
                .containsExactly(
                        "n1: has no Java 25 for controller, only 17.0.1 /usr/lib/jvm/17; install a JRE 25 there"
                                + " (Debian 13: openjdk-25-jre-headless)",
                        "n2: has no Java 25 for worker, only 17.0.1 /usr/lib/jvm/17; install a JRE 25 there (Debian"
                                + " 13: openjdk-25-jre-headless)");
        assertThat(fleet.plan(fleet.only("web", Scope.Aim.STARTED)).findings()).isEmpty();
    }

    @Test
    void onlyWarnsOfAClockThatIsOff() {
        fleet.change("n3", view -> withFacts(view, withClock(view.facts(), Duration.ofMinutes(-10))));
        var plan = fleet.plan();
        assertThat(plan.refused()).isFalse();
        assertThat(plan.findings())
                .map(Finding::toString)
                .containsExactly("n3: its clock is 10 min 00 s behind; times of that node are corrected by this; have"
                        + " it synchronised");
    }

    @Test
    void refusesAFullDisk() {
        fleet.change("n2", view -> withFacts(view, withFree(view.facts(), "/opt/volta", 1 << 20)));
        assertThat(fleet.plan().findings())
                .map(Finding::toString)
                .containsExactly("n2: only 1.00 MiB are free for /opt/volta; 64.0 MiB are needed; make room, or choose"
                        + " another folder");
    }

    @Test
    void refusesMoreMemoryThanTheNodeHas() throws Exception {
        fleet.describe(NODES + "services:\n  big: {on: web, command: [big], limits: {memory: 8GiB}}\n");
        fleet.change("n1", view -> withFacts(view, withMemory(view.facts(), 4L << 30)));
        assertThat(fleet.plan().findings())
                .map(Finding::toString)
                .containsExactly("n1: big may use 8.00 GiB, and the node has 4.00 GiB; choose a smaller limit or"
                        + " profile, or another node");
    }

    @Test
    void stopsInReverseOrderWhatIsNotDescribedFirst() throws Exception {
        deployed();
        fleet.describe(NODES + "services:\n" + BUILT_IN + "  other: {on: web, command: [other]}\n");
        assertThat(told(fleet.shutdown()))
                .containsExactly(
                        "stop what is not described / n1: stop web",
                        "stop worker / n2: stop worker-n2-1",
                        "stop worker / n3: stop worker-n3-1",
                        "stop controller / n1: stop controller");
        fleet.carryOut(fleet.shutdown());
        assertThat(fleet.shutdown().stages()).isEmpty();
    }

    @Test
    void stopsWhatNobodyWatches() {
        deployed();
        fleet.carryOut(fleet.shutdown());
        fleet.state("n1", "web", new ServiceState.Unwatched(12));
        assertThat(told(fleet.shutdown())).containsExactly("stop web / n1: stop web");
    }

    @Test
    void guessesWhichServiceWasMeant() {
        fleet.blueprint().requireService("worker-n2-1");
        assertThatThrownBy(() -> fleet.blueprint().requireService("worke"))
                .isInstanceOf(UnknownServiceException.class)
                .hasMessage("there is no service 'worke'; did you mean 'worker'?");
        assertThatThrownBy(() -> fleet.blueprint().requireService("database"))
                .hasMessage("there is no service 'database'; there are controller, web, worker, worker-n2-1,"
                        + " worker-n3-1");
    }
}
