package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.GuestNetwork;
import dev.volta.core.config.Health;
import dev.volta.core.config.Limits;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Port;
import dev.volta.core.config.PortForward;
import dev.volta.core.config.Program;
import dev.volta.core.config.Reach;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.Transport;
import dev.volta.core.config.VmSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FleetSourceTest extends FleetFolder {
    @Test
    void isThisMachineAloneWithoutAnyFile() {
        var configuration = read();
        var node = configuration.inventory().nodes().getFirst();
        assertThat(configuration.inventory().nodes()).hasSize(1);
        assertThat(node.name()).isEqualTo(new NodeName("local"));
        assertThat(node.reach()).isEqualTo(new Reach.Here());
        assertThat(node.labels()).containsExactly("controller", "worker");
        assertThat(node.address()).isEqualTo("127.0.0.1");
    }

    @Test
    void refusesADescriptionThatSaysNothing() throws IOException {
        for (var nothing :
                List.of("", "\n\n", "# nodes:\n#   - {name: a}\n", "{}\n", "\ufeff", "%YAML 1.1\n---\n...\n")) {
            write("volta.yaml", nothing);
            assertThat(problems())
                    .as("'%s'", nothing)
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("volta.yaml:")
                    .containsPattern(
                            "describes nothing; expected 'nodes'|no value; expected the description of a fleet");
        }
    }

    @Test
    void refusesADescriptionWithoutMachines() throws IOException {
        for (var without : List.of("fleet: {name: x}\n", "services: {}\n", "fleet: {}\nservices: {}\n")) {
            write("volta.yaml", without);
            assertThat(problems())
                    .as(without)
                    .containsExactly("volta.yaml:1:1: 'nodes' is missing; list the machines, such as nodes: [{name: n1,"
                            + " address: 192.0.2.1}]; [{name: local, address: local}] is this machine alone");
        }
        write("volta.yaml", "nodes: []\n");
        assertThat(problems())
                .hasSize(1)
                .first()
                .asString()
                .contains("nodes: an empty list; expected a list of 1 or more");
        write("volta.yaml", "nodes:\n");
        assertThat(problems()).hasSize(1).first().asString().contains("nodes: no value; expected a list of 1 or more");
    }

    @Test
    void refusesADescriptionThatSaysNothingAlsoBesideAListOfMachines() throws IOException {
        write("ports.conf", "2222\n");
        write("volta.yaml", "# later\n");
        assertThat(problems())
                .containsExactly("volta.yaml:1:1: describes nothing; expected 'fleet' or 'services', or no such file");
        write("volta.yaml", "services: {}\n");
        assertThat(read().services()).isEmpty();
    }

    @Test
    void refusesAFolderForProgramsThatJavaCannotRead() throws IOException {
        write("volta.yaml", "fleet: {paths: {install: '/opt/a:b', log: '/var/log/a:b'}}\nnodes: [{name: n1}]\n");
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:1:26: fleet.paths.install: '/opt/a:b' has a ':', which in Java's class path"
                                + " ends the name of a jar; expected an absolute path without ':'");
    }

    @Test
    void takesAFileThatCannotBeFoundForWrongAndNotForAbsent() throws IOException {
        Files.createSymbolicLink(folder.resolve("volta.yaml"), folder.resolve("gone.yaml"));
        assertThat(problems()).containsExactly("volta.yaml:1:1: no such file; check the path");
        Files.createSymbolicLink(folder.resolve("ports.conf"), folder.resolve("gone.conf"));
        assertThat(problems()).contains("ports.conf:1:1: no such file; check the path");
    }

    @Test
    void refusesAKeyThatOnlyAnotherKindOfServiceHas() throws IOException {
        write("volta.yaml", "nodes: [{name: a}]\nservices: {web: {on: '*', command: [x], instances: 2}}\n");
        assertThat(problems())
                .singleElement()
                .asString()
                .endsWith(
                        "services.web.instances: 'instances' is only for services of kind worker; remove it, or set kind:"
                                + " worker");
    }

    @Test
    void hasTheseDefaults() {
        var configuration = read();
        assertThat(configuration.fleet().name()).isEqualTo("volta");
        assertThat(configuration.fleet().paths()).isEqualTo(NodePaths.UNSAID);
        assertThat(configuration.services())
                .containsExactly(
                        new ServiceSpec(
                                "controller",
                                Placement.Labelled.parse("controller"),
                                new Program.OfKind("controller"),
                                List.of(),
                                Map.of(),
                                Map.of(),
                                Limits.NONE,
                                List.of(),
                                Map.of(),
                                Optional.empty()),
                        new ServiceSpec(
                                "worker",
                                Placement.Labelled.parse("worker"),
                                new Program.OfKind("worker"),
                                List.of("controller"),
                                Map.of(),
                                Map.of(),
                                Limits.NONE,
                                List.of(),
                                Map.of(),
                                Optional.empty()));
    }

    @Test
    void givesNodesTheseDefaults() throws IOException {
        write("volta.yaml", "nodes:\n  - name: a\n  - {name: b, vm: {}}\n  - name: c\n");
        var nodes = read().inventory().nodes();
        assertThat(nodes).map(Node::reach).containsExactly(ssh("a", 22), ssh("127.0.0.1", 22), ssh("c", 22));
        assertThat(nodes)
                .map(node -> List.copyOf(node.labels()))
                .containsExactly(List.of("controller"), List.of("worker"), List.of("worker"));
        assertThat(nodes.get(0).vm()).isEmpty();
        assertThat(nodes.get(1).vm()).contains(vm(Architecture.RISCV64, "512MiB"));
    }

    private static VmSpec vm(Architecture architecture, String memory) {
        return new VmSpec(
                architecture,
                ByteSize.parse(memory),
                1,
                ByteSize.parse("8GiB"),
                VmSpec.Acceleration.AUTO,
                GuestNetwork.ISOLATED,
                Optional.empty());
    }

    @Test
    void saysOfAllMachinesAtOnceWhatTheyAreLike() throws IOException {
        write("ports.conf", "2222\n2223\n");
        write("volta.yaml", "fleet: {vm: {arch: amd64, memory: 1GiB}}\n");
        assertThat(read().inventory().nodes()).map(Node::vm).containsOnly(Optional.of(vm(Architecture.AMD64, "1GiB")));
        Files.delete(folder.resolve("ports.conf"));
        write(
                "volta.yaml",
                "fleet: {vm: {memory: 1GiB}}\nnodes: [{name: a, port: 1, vm: {memory: 2GiB}}, {name: b, port: 2, vm: {}}]\n");
        assertThat(read().inventory().nodes())
                .map(Node::vm)
                .containsExactly(
                        Optional.of(vm(Architecture.RISCV64, "2GiB")), Optional.of(vm(Architecture.RISCV64, "1GiB")));
    }

    @Test
    void keepsMachinesOnThisMachine() throws IOException {
        write("volta.yaml", "nodes:\n  - {name: a, address: far, vm: {}}\n");
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:2:24: nodes[0].address: a virtual machine runs on this machine; expected 127.0.0.1, or none");
    }

    @Test
    void givesAHealthCheckHalfAMinute() throws IOException {
        write(
                "volta.yaml",
                "services: {a: {on: '*', command: [x], health: {tcp: 80}}}\nnodes: [{name: local, address: local}]\n");
        assertThat(read().services().getFirst().health())
                .contains(new Health(new Health.Probe.Tcp(new Port(80)), Duration.ofSeconds(30)));
    }

    @Test
    void tellsWhatIsWrongInEveryFile() throws IOException {
        write("volta.yaml", "fleat: {}\n");
        write("ports.conf", "2222\nx\n");
        assertThat(problems())
                .containsExactly(
                        "ports.conf:2:1: 'x' is not a number; expected a port from 1 to 65535",
                        "volta.yaml:1:1: unknown key 'fleat'; did you mean 'fleet'?");
    }

    @Test
    void tellsEveryProblemOfAFileAtOnce() throws IOException {
        write("volta.yaml", """
                fleet: {name: a b}
                nodes:
                  - {name: n1, port: 70000}
                  - {adress: n2}
                services:
                  web:
                    on: worker
                    command: python3
                    limits: {memory: 5, cpus: none}
                    ports: [http]
                    health: {tcp: 80, http: 'ftp://x', timeout: 5}
                  'bad name':
                    on: '*'
                """);
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:1:15: fleet.name: 'a b'; expected letters, digits, '.', '_' and '-'",
                        "volta.yaml:3:22: nodes[0].port: '70000' is not a port; expected 1 to 65535",
                        "volta.yaml:4:5: nodes[1]: 'name' is missing; give a node name (letters, digits, '.', '_' and '-')",
                        "volta.yaml:4:6: nodes[1]: unknown key 'adress'; did you mean 'address'?",
                        "volta.yaml:8:14: services.web.command: 'python3'; expected a list of 1 or more, each a text",
                        "volta.yaml:9:22: services.web.limits.memory: '5' has no unit; write 5GiB or 5MiB",
                        "volta.yaml:9:31: services.web.limits.cpus: 'none'; expected a number of processors such as 0.5 or 2",
                        "volta.yaml:10:13: services.web.ports[0]: 'http' is not a number; expected a port from 1 to 65535",
                        "volta.yaml:11:13: services.web.health: tcp and http exclude each other; expected exactly one of"
                                + " socket, tcp, http, command",
                        "volta.yaml:11:29: services.web.health.http: 'ftp://x' is not such a URL; expected"
                                + " http://host:port/path",
                        "volta.yaml:11:49: services.web.health.timeout: '5' has no unit; write 5s or 5m",
                        "volta.yaml:12:3: services: 'bad name' is not a service name; expected"
                                + " [A-Za-z0-9][A-Za-z0-9._-]{0,62}",
                        "volta.yaml:13:5: services.bad name: nothing is chosen; expected exactly one of kind, command");
    }

    @Test
    void saysWhatItWantedInsteadOfAnotherKindOfValue() throws IOException {
        write("volta.yaml", "fleet: volta\nnodes: {a: 1}\nservices:\n");
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:1:8: fleet: 'volta'; expected the fleet (a mapping)",
                        "volta.yaml:2:8: nodes: a mapping; expected a list of 1 or more, each a node (a mapping)",
                        "volta.yaml:3:10: services: no value; expected a mapping from a service name to a service (a mapping)");
        write("volta.yaml", "- a\n");
        assertThat(problems())
                .containsExactly("volta.yaml:1:1: a list; expected the description of a fleet (a mapping)");
    }

    @Test
    void refusesDuplicateNamesAndAddresses() throws IOException {
        write("volta.yaml", "nodes:\n  - {name: a}\n  - {name: a, address: b}\n  - {name: c, address: b}\n");
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:3:12: nodes[1].name: 'a' is given twice; the other is at volta.yaml:2",
                        "volta.yaml:4:24: nodes[2].address: 'b port 22' is given twice; the other is at volta.yaml:3");
    }

    @Test
    void refusesAnAddressThatIsWrittenInAnotherWay() throws IOException {
        write("volta.yaml", """
                nodes:
                  - {name: a, address: 127.0.0.1, port: 2201}
                  - {name: b, address: Localhost, port: 02201}
                  - {name: c, address: "2001:db8::1"}
                  - {name: d, address: "2001:DB8:0:0::1"}
                  - {name: e, address: rack.example}
                  - {name: f, address: RACK.example.}
                  - {name: g, address: 127.0.0.2, port: 2201}
                  - {name: local, address: local}
                """);
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:3:24: nodes[1].address: 'Localhost port 02201' is the same as '127.0.0.1 port 2201';"
                                + " the other is at volta.yaml:2",
                        "volta.yaml:5:24: nodes[3].address: '2001:DB8:0:0::1 port 22' is the same as '2001:db8::1 port"
                                + " 22'; the other is at volta.yaml:4",
                        "volta.yaml:7:24: nodes[5].address: 'RACK.example. port 22' is the same as 'rack.example port 22';"
                                + " the other is at volta.yaml:6");
    }

    @Test
    void refusesALabelThatLeavesNothingOut() throws IOException {
        write("volta.yaml", """
                nodes: [{name: n1, labels: [worker]}, {name: n2, labels: [worker, gpu]}]
                services:
                  a: {on: worker & !gpuu, command: [x]}
                  b: {on: "!n1", command: [x]}
                  c: {on: worker & !gpu, command: [x]}
                """);
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:3:11: services.a.on: '!gpuu' excludes nothing, because no node has that label; did you mean"
                                + " 'gpu'?",
                        "volta.yaml:4:11: services.b.on: '!n1' excludes nothing, because no node has that label;"
                                + " 'n1' is a node, not a label; write nodes as a list: [NODE, NODE]");
    }

    @Test
    void refusesServicesThatReferToNothing() throws IOException {
        write("volta.yaml", """
                nodes: [{name: n1, labels: [worker]}, {name: n2, labels: [db]}]
                services:
                  a: {on: wroker, kind: worker, after: [bb]}
                  b: {on: [n1, n3], command: [x]}
                  c: {on: worker & db, command: [x], after: [nothing-like-it]}
                """);
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:3:11: services.a.on: 'wroker' matches no node; did you mean 'worker'?",
                        "volta.yaml:3:41: services.a.after[0]: there is no service 'bb'; did you mean 'b'?",
                        "volta.yaml:4:16: services.b.on[1]: there is no node 'n3'; did you mean 'n1'?",
                        "volta.yaml:5:11: services.c.on: 'worker & db' matches no node; the labels of the nodes are"
                                + " db, worker",
                        "volta.yaml:5:46: services.c.after[0]: there is no service 'nothing-like-it'; known are a, b, c");
    }

    @Test
    void letsAFleetHaveNoNodeForTheDefaultServices() throws IOException {
        write("volta.yaml", "nodes: [{name: n1, labels: [db]}]\n");
        var configuration = read();
        assertThat(configuration
                        .inventory()
                        .on(configuration.services().getFirst().on()))
                .isEmpty();
    }

    @Test
    void showsADependencyCycleAsAPath() throws IOException {
        write("volta.yaml", """
                services:
                  z: {on: '*', command: [x], after: [a]}
                  a: {on: '*', command: [x], after: [b]}
                  b: {on: '*', command: [x], after: [c]}
                  c: {on: '*', command: [x], after: [a]}
                nodes: [{name: local, address: local}]
                """);
        assertThat(problems())
                .containsExactly("volta.yaml:5:38: services.c.after: services wait for each other: a → b → c → a;"
                        + " remove one of them from 'after'");
        write(
                "volta.yaml",
                "services: {a: {on: '*', command: [x], after: [a]}}\nnodes: [{name: local, address: local}]\n");
        assertThat(problems()).hasSize(1).first().asString().contains("a → a");
    }

    @Test
    void refusesTwoServicesOnOnePortOfANode() throws IOException {
        write("volta.yaml", """
                nodes: [{name: n1}, {name: n2}]
                services:
                  a: {on: [n1], command: [x], ports: [80, 81]}
                  b: {on: '*', command: [x], ports: [82, 81]}
                """);
        assertThat(problems())
                .containsExactly("volta.yaml:4:42: services.b.ports[1]: port 81 of node n1 is used by 'a' too;"
                        + " give them different ports or nodes");
    }

    @Test
    void givesEachNodeAPortOfThisMachineForAPortThatIsForwarded() throws IOException {
        write("volta.yaml", """
                nodes: [{name: n1}, {name: here, address: local}, {name: n2}]
                services:
                  a: {on: [n2, n1, here], command: [x], ports: [81, 80], forward: {80: 9000, 81: 9100}}
                """);
        assertThat(read().forwards())
                .containsExactly(
                        new PortForward("a", new NodeName("n1"), new Port(80), new Port(9000)),
                        new PortForward("a", new NodeName("n2"), new Port(80), new Port(9001)),
                        new PortForward("a", new NodeName("n1"), new Port(81), new Port(9100)),
                        new PortForward("a", new NodeName("n2"), new Port(81), new Port(9101)));
    }

    @Test
    void refusesPortsThatCannotBeForwarded() throws IOException {
        write("volta.yaml", """
                nodes: [{name: n1}, {name: n2, vm: {}, port: 9003}]
                services:
                  a: {on: '*', command: [x], ports: [80], forward: {80: 9000, 81: 9010}}
                  b: {on: [host], command: [x], ports: [9001]}
                  c: {on: [n2], command: [x], ports: [82], forward: {82: 9003}}
                  d: {on: '*', command: [x], ports: [83], forward: {83: 65535}}
                """);
        assertThat(problems())
                .containsExactly(
                        "volta.yaml:3:67: services.a.forward.81: 81 is not among the ports of the service;"
                                + " add it to ports",
                        "volta.yaml:4:41: services.b.ports[0]: port 9001 of node host is used by 'a' too;"
                                + " give them different ports or nodes",
                        "volta.yaml:5:58: services.c.forward.82: port 9003 of this machine, for node n2, is used by"
                                + " 'ssh of n2' too; choose another port",
                        "volta.yaml:6:57: services.d.forward.83: there are not so many ports after 65535 as the service"
                                + " has nodes, 2; choose a smaller port");
    }

    @Test
    void letsANodesOwnPathsWinOverTheFleets() throws IOException {
        write("volta.yaml", "fleet: {paths: {run: /r, log: /l}}\nnodes: [{name: a, paths: {run: /own}}, {name: b}]\n");
        assertThat(read().inventory().nodes())
                .map(Node::paths)
                .containsExactly(
                        new NodePaths(Optional.empty(), Optional.of(Path.of("/own")), Optional.of(Path.of("/l"))),
                        new NodePaths(Optional.empty(), Optional.of(Path.of("/r")), Optional.of(Path.of("/l"))));
    }

    @Test
    void saysSyntaxErrorsWithoutAStackTrace() throws IOException {
        write("volta.yaml", "nodes:\n\t- name: a\n");
        assertThat(problems()).containsExactly("volta.yaml:2:1: a tab; use spaces");
    }

    @Test
    void namesEverySizeOfAMachineThatNoMachineHas() throws IOException {
        write("volta.yaml", """
                fleet: {vm: {disk: 1MiB}}
                nodes:
                  - {name: a, port: 1, vm: {memory: 40MiB, disk: 63MiB}}
                  - {name: b, port: 2, vm: {memory: 40MiB, disk: 17TiB}}
                """);
        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "volta.yaml:1:20: fleet.vm.disk: '1MiB' is too small; expected at least 64MiB",
                        "volta.yaml:3:37: nodes[0].vm.memory: '40MiB' is too small; expected at least 128MiB",
                        "volta.yaml:3:50: nodes[0].vm.disk: '63MiB' is too small; expected at least 64MiB",
                        "volta.yaml:4:37: nodes[1].vm.memory: '40MiB' is too small; expected at least 128MiB",
                        "volta.yaml:4:50: nodes[1].vm.disk: '17TiB' is too large; expected at most 15TiB");
    }

    @Test
    void givesNodesWhatTheFleetSaysOfAllOfThem() throws IOException {
        write("volta.yaml", """
                fleet: {transport: openssh, vm: {memory: 1GiB}}
                nodes: [{name: a}, {name: b, transport: builtin}, {name: c, port: 3, vm: {}}]
                """);
        var nodes = read().inventory().nodes();
        assertThat(nodes.stream().map(node -> ((Reach.Ssh) node.reach()).transport()))
                .containsExactly(Transport.OPENSSH, Transport.BUILTIN, Transport.OPENSSH);
        assertThat(nodes.get(2).vm().orElseThrow().memory()).isEqualTo(ByteSize.parse("1GiB"));
    }

    @Test
    void refusesFilesThatOthersCanWrite() throws IOException {
        write(
                "volta.yaml",
                "nodes: [{name: a, address: local}]\nservices: {s: {command: [x], on: [a], env_file: s.env}}\n");
        write("s.env", "A=1\n");
        var others = PosixFilePermissions.fromString("rw-r--rw-");
        Files.setPosixFilePermissions(folder.resolve("s.env"), others);
        assertThat(problems())
                .containsExactly(
                        "s.env:1:1: the file is not used: it can be changed by others, mode 0646; if nobody has"
                                + " changed it, make it yours: chown \"$(id -u)\", chmod go-w");
        Files.setPosixFilePermissions(folder.resolve("volta.yaml"), others);
        assertThat(problems()).singleElement().asString().startsWith("volta.yaml:1:1: the file is not used: ");
    }

    @Test
    void refusesAFolderInPlaceOfAFile() throws IOException {
        Files.createDirectory(folder.resolve("volta.yaml"));
        assertThat(problems()).hasSize(1).first().asString().startsWith("volta.yaml:1:1: cannot be read (");
    }
}
