package dev.volta.core.deploy;

import static dev.volta.core.deploy.PretendFleet.told;
import static dev.volta.core.deploy.PretendFleet.withAccount;
import static dev.volta.core.deploy.PretendFleet.withArchitecture;
import static dev.volta.core.deploy.PretendFleet.withBootId;
import static dev.volta.core.deploy.PretendFleet.withClock;
import static dev.volta.core.deploy.PretendFleet.withFacts;
import static dev.volta.core.deploy.PretendFleet.withFree;
import static dev.volta.core.deploy.PretendFleet.withJavas;
import static dev.volta.core.deploy.PretendFleet.withListener;
import static dev.volta.core.deploy.PretendFleet.withMemory;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is found to stand against a deployment. */
class PreflightTest extends OnPretendFleet {
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
                        "n2: is the same machine as n1 and would share /var/log/volta/test with it; give each its own"
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
                        "n3: is the same machine as n2 and would share /var/log/volta/test with it; give each its own"
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
                Shutdown.plan(fleet.desired(), fleet.only("worker", Scope.Aim.STARTED)))) {
            assertThat(plan.refused()).isTrue();
            assertThat(plan.findings()).map(Finding::toString).isEqualTo(findings);
        }
        // Stopped as all that runs there or as what it is called, it stands in nobody's way.
        assertThat(Shutdown.plan(fleet.desired(), fleet.only("worker-n3-1", Scope.Aim.STARTED)))
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
    void refusesToReplaceAProgramWhoseStateTheNewOneCannotRead() {
        deployed();
        fleet.change("n1", view -> view.withKept(List.of(kept("work/a/plan", 2), kept("work/b/plan", 3))));
        var refusal = "n1: /opt/volta/test/state/work/b/plan is of version 3, not 2; end it";
        assertThat(fleet.plan().findings()).as("nothing is replaced").isEmpty();
        assertThat(fleet.plan(fleet.only("worker", Scope.Aim.RESTARTED)).findings())
                .as("a worker has no such state")
                .isEmpty();
        assertThat(fleet.plan(fleet.only("controller", Scope.Aim.RESTARTED)).findings())
                .map(Finding::toString)
                .containsExactly(refusal);
        fleet.changeJars();
        assertThat(fleet.plan().refused()).isTrue();
        assertThat(fleet.plan().findings()).map(Finding::toString).containsExactly(refusal);
        assertThat(fleet.shutdown().refused()).isFalse();
    }

    private static ObservedNode.KeptFile kept(String path, int version) {
        return new ObservedNode.KeptFile("work/*/plan", path, new byte[] {(byte) version});
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
    void refusesSeveralServicesOfAKind() throws IOException {
        var several = PretendFleet.of(folder, """
                nodes: [{name: n1}]
                services:
                  c: {on: '*', kind: controller}
                  w: {on: '*', kind: worker}
                  v: {on: '*', kind: worker}
                """);
        assertThat(several.plan().findings())
                .map(Finding::toString)
                .contains(
                        "n1: services w, v are all of kind worker; a fleet has one service of that kind; keep one of them");
    }

    @Test
    void refusesToRunAsRootWhatSomebodyElseCouldChangeAndWarnsOthers() {
        var sentence = "/home/eve is not a folder of yours alone: it belongs to uid 1002, mode drwxr-xr-x";
        fleet.change("n2", view -> view.withAlterable(List.of(sentence)));
        fleet.change(
                "n3",
                view -> withAccount(view, new LoginInfo("ada", 1001, "/home/ada", "b3", false))
                        .withAlterable(List.of(sentence)));
        var plan = fleet.plan();
        assertThat(plan.refused()).isTrue();
        assertThat(plan.findings())
                .map(finding -> finding.refuses() + " " + finding)
                .containsExactly(
                        "true n2: " + sentence
                                + ", so another user could change what root runs there; give it to root and"
                                + " take the right to write from others, or choose other folders with 'paths'",
                        "false n3: " + sentence + ", so another user could change what ada runs there; choose other"
                                + " folders with 'paths' unless you trust that user");
    }
}
