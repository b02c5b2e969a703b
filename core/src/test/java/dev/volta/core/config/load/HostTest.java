package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.config.ServiceSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The machine that Volta runs on, as a node of any fleet. */
class HostTest extends FleetFolder {
    private static final String WATCH = "services: {watch: {on: [host], command: [watch]}}\n";

    private List<String> placed(String service) {
        var fleet = read();
        var found = fleet.services().stream()
                .filter(one -> one.name().equals(service))
                .findFirst()
                .orElseThrow();
        return names(fleet.inventory().on(found.on()));
    }

    private static List<String> names(List<Node> nodes) {
        return nodes.stream().map(node -> node.name().value()).toList();
    }

    @Test
    void takesServicesBesidePortsConf() throws IOException {
        write("ports.conf", "2222\n2223\n");
        write("volta.yaml", WATCH);
        assertThat(placed("watch")).containsExactly("host");
        assertThat(names(read().nodes())).containsExactly("node1", "node2", "host");
        assertThat(names(read().inventory().nodes())).containsExactly("node1", "node2");
        assertThat(read().inventory().host())
                .satisfies(host -> assertThat(host.reach()).isEqualTo(new Reach.Here()))
                .satisfies(host -> assertThat(host.labels()).isEmpty());
        assertThat(read().services())
                .filteredOn(read()::isOfHost)
                .map(ServiceSpec::name)
                .containsExactly("watch");
    }

    @Test
    void isNoNodeOfAFleetWithoutServicesThere() throws IOException {
        write("volta.yaml", "nodes: [{name: a}]\nservices: {web: {on: '*', command: [x]}}\n");
        assertThat(placed("web")).containsExactly("a");
        assertThat(names(read().nodes())).containsExactly("a");
    }

    @Test
    void hasTheLabelsAndFoldersThatItIsGiven() throws IOException {
        write("ports.conf", "2222\n");
        write(
                "volta.yaml",
                "fleet: {paths: {log: /logs}}\nhost: {labels: [monitor], paths: {install: /srv/volta}}\n"
                        + "services: {watch: {on: monitor, command: [watch]}, all: {on: '!gone', command: [x]},"
                        + " every: {on: '*', command: [x]}}\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .contains("'!gone' excludes nothing, because no node has that label");
        write(
                "volta.yaml",
                "fleet: {paths: {log: /logs}}\nhost: {labels: [monitor], paths: {install: /srv/volta}}\n"
                        + "services: {watch: {on: monitor, command: [watch]}, rest: {on: '!monitor', command: [x]},"
                        + " every: {on: '*', command: [x]}}\n");
        assertThat(placed("watch")).containsExactly("host");
        assertThat(placed("rest")).containsExactly("node1");
        assertThat(placed("every")).containsExactly("node1");
        var paths = read().inventory().host().paths();
        assertThat(paths.install()).contains(Path.of("/srv/volta"));
        assertThat(paths.log()).contains(Path.of("/logs"));
    }

    @Test
    void canBeOneOfTheNodes() throws IOException {
        write("volta.yaml", "nodes: [{name: host, address: local}, {name: a}, {name: b}]\n" + WATCH);
        assertThat(placed("watch")).containsExactly("host");
        assertThat(names(read().nodes())).containsExactly("host", "a", "b");
        assertThat(read().inventory().nodes())
                .map(Node::labels)
                .map(List::copyOf)
                .containsExactly(List.of(), List.of("controller"), List.of("worker"));
    }

    @Test
    void isMeantByItsNameWhateverTheNodeOfThisMachineIsCalled() throws IOException {
        write("volta.yaml", "nodes: [{name: here, address: local}, {name: a}]\n" + WATCH);
        assertThat(placed("watch")).containsExactly("here");
        assertThat(read().services()).noneMatch(read()::isOfHost);
    }

    @Test
    void keepsItsNameAndIsDescribedOnce() throws IOException {
        write("volta.yaml", "nodes: [{name: host, address: 192.0.2.1}]\n");
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:1:31: nodes[0].address: 'host' is the name of the machine that Volta runs on;"
                                + " expected local, or another name");
        write("volta.yaml", "nodes: [{name: a, address: local}]\nhost: {labels: [x]}\n");
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:2:7: host: the machine that Volta runs on is a node already, at volta.yaml:1;"
                                + " set it there, and remove 'host'");
    }

    @Test
    void startsNothingAfterWhatRunsInMachines() throws IOException {
        write("ports.conf", "2222\n");
        write(
                "volta.yaml",
                "services: {web: {on: '*', command: [x]}, watch: {on: [host], after: [web], command: [watch]}}\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .startsWith("volta.yaml:1:")
                .endsWith(
                        "services.watch.after[0]: 'watch' runs on the host and starts before the virtual machines, and so"
                                + " before 'web'; remove it here, or let 'web' come after 'watch'");
        write("nodes", "a\n");
        assertThat(read(Optional.of(folder.resolve("nodes"))).services()).hasSize(2);
    }

    @Test
    void hasTheFoldersOfTheFleetAndThePortsOfItsMachines() throws IOException {
        write("ports.conf", "2222\n");
        write(
                "volta.yaml",
                "fleet: {paths: {log: /logs}}\nservices: {watch: {on: [host], ports: [2222], command: [watch]}}\n");
        assertThat(problems())
                .containsExactly("volta.yaml:2:40: services.watch.ports[0]: port 2222 of node host is used by 'ssh of"
                        + " node1' too; give them different ports or nodes");
        write("volta.yaml", "fleet: {paths: {log: /logs}}\n" + WATCH);
        assertThat(read().inventory().host().paths().log()).contains(Path.of("/logs"));
    }

    @Test
    void isNotMeantByWhatOnlyLeavesLabelsOut() throws IOException {
        write(
                "volta.yaml",
                "nodes: [{name: a, labels: [x]}]\nhost: {labels: [y]}\nservices: {s: {on: '!x', command: [s]}}\n");
        assertThat(problems()).singleElement().asString().contains("services.s.on: '!x' matches no node");
    }

    @Test
    void hasTheUsualLabelsWhereItIsTheOnlyNode() throws IOException {
        write("volta.yaml", "nodes: [{name: host, address: local}]\n");
        assertThat(read().inventory().host().labels()).containsExactly("controller", "worker");
    }

    @Test
    void isSuggestedForANameThatIsNearlyItsOwn() throws IOException {
        write("ports.conf", "2222\n");
        write("volta.yaml", "services: {watch: {on: [hots], command: [watch]}}\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .endsWith("services.watch.on[0]: there is no node 'hots'; did you mean 'host'?");
    }
}
