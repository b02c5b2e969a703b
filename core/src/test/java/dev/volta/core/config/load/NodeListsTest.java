package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nodes from ports.conf and from lists of hosts. */
class NodeListsTest extends FleetFolder {
    @Test
    void readsPortsConf() throws IOException {
        write("ports.conf", "# vms\n2222  # first\n\n  2223\r\n");
        var nodes = read().inventory().nodes();
        assertThat(nodes).map(node -> node.name().value()).containsExactly("node1", "node2");
        assertThat(nodes).map(Node::reach).containsExactly(ssh("127.0.0.1", 2222), ssh("127.0.0.1", 2223));
        assertThat(nodes)
                .map(node -> List.copyOf(node.labels()))
                .containsExactly(List.of("controller"), List.of("worker"));
        assertThat(nodes)
                .map(node -> node.origin().brief())
                .containsExactly(folder.resolve("ports.conf") + ":2", folder.resolve("ports.conf") + ":4");
    }

    @Test
    void takesASinglePortForControllerAndWorker() throws IOException {
        write("ports.conf", "2222\n");
        assertThat(read().inventory().nodes().getFirst().labels()).containsExactly("controller", "worker");
    }

    @Test
    void tellsEveryWrongPortAtOnce() throws IOException {
        write("ports.conf", "2222\n70000\nssh\n2222\n0\n-1\n");
        assertThat(problems())
                .containsExactly(
                        "ports.conf:2:1: '70000' is not a port; expected 1 to 65535",
                        "ports.conf:3:1: 'ssh' is not a number; expected a port from 1 to 65535",
                        "ports.conf:4:1: port 2222 is given twice; the other is at ports.conf:1",
                        "ports.conf:5:1: '0' is not a port; expected 1 to 65535",
                        "ports.conf:6:1: '-1' is not a number; expected a port from 1 to 65535");
    }

    @Test
    void refusesPortsConfWithoutAPort() throws IOException {
        write("ports.conf", "# later\n");
        assertThat(problems()).containsExactly("ports.conf:1:1: names no port; expected one SSH port per line");
    }

    @Test
    void refusesListsThatNameNobodyAlsoBesideADescription() throws IOException {
        write("volta.yaml", "nodes: [{name: local, address: local}]\n");
        for (var nothing : List.of("", "\n \n", "# 2222\n")) {
            write("ports.conf", nothing);
            assertThat(problems()).containsExactly("ports.conf:1:1: names no port; expected one SSH port per line");
            Files.delete(folder.resolve("ports.conf"));
            write("hosts", nothing);
            assertThat(problems(Optional.of(folder.resolve("hosts"))))
                    .containsExactly(
                            "hosts:1:1: names no host; expected one [user@]host[:port], an IPv6 address in brackets"
                                    + " per line");
        }
    }

    @Test
    void readsAListOfHosts() throws IOException {
        write("hosts", "alpha # first\nroot@beta:2200\n[fe80::1]:2201\n10.0.0.1:1\n10.0.0.1:2\n");
        var nodes = read(Optional.of(folder.resolve("hosts"))).inventory().nodes();
        assertThat(nodes)
                .map(node -> node.name().value())
                .containsExactly("alpha", "beta", "ipfe80--1", "10.0.0.1-1", "10.0.0.1-2");
        assertThat(nodes)
                .map(node -> node.reach().toString())
                .containsExactly("alpha:22", "root@beta:2200", "[fe80::1]:2201", "10.0.0.1:1", "10.0.0.1:2");
        assertThat(nodes.getFirst().labels()).containsExactly("controller");
    }

    @Test
    void tellsEveryWrongHostAtOnce() throws IOException {
        write("hosts", "alpha\nbad host\nalpha:22\nbeta:99999\n@gamma\nfe80::1\n");
        assertThat(problems(Optional.of(folder.resolve("hosts"))))
                .containsExactly(
                        "hosts:2:1: 'bad host' is not a host; expected [user@]host[:port], an IPv6 address in brackets",
                        "hosts:3:1: host alpha port 22 is given twice; the other is at hosts:1",
                        "hosts:4:1: '99999' is not a port; expected 1 to 65535",
                        "hosts:5:1: '@gamma' is not a host; expected [user@]host[:port], an IPv6 address in brackets",
                        "hosts:6:1: ':1' is not a number; expected a port from 1 to 65535");
    }

    @Test
    void refusesAHostThatIsWrittenInAnotherWay() throws IOException {
        write("hosts", "alpha\nroot@ALPHA\nlocalhost:2201\n127.0.0.1:2201\n[::1]:5\n[0:0:0:0:0:0:0:1]:5\n");
        assertThat(problems(Optional.of(folder.resolve("hosts"))))
                .containsExactly(
                        "hosts:2:1: host ALPHA port 22 is the same as host alpha port 22; the other is at hosts:1",
                        "hosts:4:1: host 127.0.0.1 port 2201 is the same as host localhost port 2201; the other is at"
                                + " hosts:3",
                        "hosts:6:1: host 0:0:0:0:0:0:0:1 port 5 is the same as host ::1 port 5; the other is at hosts:5");
    }

    @Test
    void prefersANodesFileToPortsConfAndThatToVoltaYaml() throws IOException {
        write("volta.yaml", "nodes: [{name: c}]\n");
        assertThat(names(Optional.empty())).containsExactly("c");
        write("ports.conf", "2222\n");
        assertThat(names(Optional.empty())).containsExactly("node1");
        write("hosts", "a\n");
        assertThat(names(Optional.of(folder.resolve("hosts")))).containsExactly("a");
    }

    @Test
    void saysThatANamedFileIsMissing() {
        assertThat(problems(Optional.of(folder.resolve("hosts"))))
                .containsExactly("hosts:1:1: no such file; check the path");
    }

    private List<String> names(Optional<Path> nodesFile) {
        return read(nodesFile).inventory().nodes().stream()
                .map(node -> node.name().value())
                .toList();
    }
}
