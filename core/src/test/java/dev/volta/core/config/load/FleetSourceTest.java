package dev.volta.core.config.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.volta.core.config.Architecture;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Configuration;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Health;
import dev.volta.core.config.Limits;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Port;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Program;
import dev.volta.core.config.Reach;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.Vm;
import dev.volta.core.remote.NodeName;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetSourceTest {
    @TempDir
    private Path folder;

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
    void hasTheseDefaults() {
        var configuration = read();
        assertThat(configuration.fleet().name()).isEqualTo("volta");
        assertThat(configuration.fleet().paths()).isEqualTo(NodePaths.UNSAID);
        assertThat(configuration.services())
                .containsExactly(
                        new ServiceSpec(
                                "controller",
                                Placement.Labelled.parse("controller"),
                                Program.BuiltIn.CONTROLLER,
                                List.of(),
                                Map.of(),
                                OptionalInt.empty(),
                                Limits.NONE,
                                List.of(),
                                Optional.empty()),
                        new ServiceSpec(
                                "worker",
                                Placement.Labelled.parse("worker"),
                                Program.BuiltIn.WORKER,
                                List.of("controller"),
                                Map.of(),
                                OptionalInt.empty(),
                                Limits.NONE,
                                List.of(),
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

    private static Vm vm(Architecture architecture, String memory) {
        return new Vm(
                architecture,
                ByteSize.parse(memory),
                1,
                ByteSize.parse("8GiB"),
                Vm.Acceleration.AUTO,
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
        write("volta.yaml", "services: {a: {on: '*', command: [x], health: {tcp: 80}}}\n");
        assertThat(read().services().getFirst().health())
                .contains(new Health(new Health.Probe.Tcp(new Port(80)), Duration.ofSeconds(30)));
    }

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
                        "ports.conf:4:1: port 2222 is there twice; the other is at ports.conf:1",
                        "ports.conf:5:1: '0' is not a port; expected 1 to 65535",
                        "ports.conf:6:1: '-1' is not a number; expected a port from 1 to 65535");
    }

    @Test
    void refusesPortsConfWithoutAPort() throws IOException {
        write("ports.conf", "# later\n");
        assertThat(problems()).containsExactly("ports.conf:1:1: names no port; expected one SSH port per line");
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
                        "hosts:3:1: host alpha port 22 is there twice; the other is at hosts:1",
                        "hosts:4:1: '99999' is not a port; expected 1 to 65535",
                        "hosts:5:1: '@gamma' is not a host; expected [user@]host[:port], an IPv6 address in brackets",
                        "hosts:6:1: ':1' is not a number; expected a port from 1 to 65535");
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
                        "volta.yaml:3:12: nodes[1].name: 'a' is there twice; the other is at volta.yaml:2",
                        "volta.yaml:4:24: nodes[2].address: 'b port 22' is there twice; the other is at volta.yaml:3");
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
                """);
        assertThat(problems())
                .containsExactly("volta.yaml:5:38: services.c.after: services wait for each other: a → b → c → a;"
                        + " take one of them out of 'after'");
        write("volta.yaml", "services: {a: {on: '*', command: [x], after: [a]}}\n");
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
                .containsExactly("volta.yaml:4:42: services.b.ports[1]: port 81 of node n1 is wanted by 'a' too;"
                        + " give them different ports or nodes");
    }

    @Test
    void layersEnvFilesUnderTheEnvironment() throws IOException {
        write("a.env", "# base\nA=1\nB='two words'\nC=${A}${HOME}\n");
        write("b.env", "B=2 # not a comment\nD=$${A}\n");
        write("volta.yaml", """
                nodes: [{name: n1, address: 10.0.0.7}]
                services:
                  s:
                    on: '*'
                    command: [x]
                    env_file: [a.env, b.env]
                    env: {A: 9, E: '${A}-${node.name}-${node.address}', F: $5}
                """);
        var configuration = read();
        var node = configuration.inventory().nodes().getFirst();
        assertThat(configuration.services().getFirst().environmentOn(node))
                .containsExactly(
                        Map.entry("A", "9"),
                        Map.entry("B", "2 # not a comment"),
                        Map.entry("C", "1/home/op"),
                        Map.entry("D", "${A}"),
                        Map.entry("E", "1-n1-10.0.0.7"),
                        Map.entry("F", "$5"));
    }

    @Test
    void takesASingleEnvFileWithoutAList() throws IOException {
        write("a.env", "A=1\n");
        write("volta.yaml", "services: {s: {on: '*', command: [x], env_file: a.env}}\n");
        assertThat(read().services().getFirst().env()).containsOnlyKeys("A");
    }

    @Test
    void putsVariablesIntoLimits() throws IOException {
        write("a.env", "MEMORY=35.2GiB\nCPUS=2\n");
        var limits = "limits: {memory: '${MEMORY}', cpus: '${CPUS}'}";
        write("volta.yaml", "services: {s: {on: '*', command: [x], env_file: a.env, " + limits + "}}\n");
        assertThat(read().services().getFirst().limits())
                .isEqualTo(new Limits(Optional.of(ByteSize.parse("35.2GiB")), Optional.of(new BigDecimal("2"))));
        Files.createDirectories(folder.resolve("profiles"));
        write("profiles/b.env", "MEMORY=1GiB\n");
        var files = FleetFiles.find(folder, Optional.empty(), Optional.empty(), Optional.empty());
        var profile = Profiles.find("b", "--profile", List.of(folder.resolve("profiles"), folder.resolve("none")));
        var chosen = FleetSource.read(files, Map.of(), Optional.of(profile)).value();
        assertThat(chosen.services().getFirst().limits().memory()).contains(ByteSize.parse("1GiB"));
    }

    @Test
    void refusesUnsetVariablesInLimitsAndUnknownProfiles() throws IOException {
        write("volta.yaml", "services: {s: {on: '*', command: [x], limits: {memory: '${MEMORY}'}}}\n");
        assertThat(problems())
                .contains(
                        "volta.yaml:1:56: services.s.limits.memory: variable 'MEMORY' is not set; set it in an env_file,"
                                + " export it, or choose a --profile");
        Files.createDirectories(folder.resolve("profiles"));
        write("profiles/32_2.env", "CPUS=2\n");
        var folders = List.of(folder.resolve("profiles"));
        var unknown =
                catchThrowableOfType(ConfigurationException.class, () -> Profiles.find("32_3", "--profile", folders));
        assertThat(unknown).hasMessageContaining("there is no profile '32_3'; did you mean '32_2'?");
    }

    @Test
    void refusesUnsetVariablesAndWrongEnvFiles() throws IOException {
        write("a.env", "A=${NOPE}\nnot a variable\n1A=1\n");
        write("volta.yaml", """
                services:
                  s:
                    on: '*'
                    command: [x]
                    env_file: [a.env, missing.env]
                    env: {X: '${UNSET}', Y: '${node.color}', Z: '${open', 2X: 1}
                """);
        assertThat(problems())
                .containsExactly(
                        "a.env:1:1: A: variable 'NOPE' is not set; set it in an env_file, export it, or"
                                + " choose a --profile",
                        "a.env:2:1: 'not a variable' is not a variable's name; expected NAME=VALUE",
                        "a.env:3:1: '1A' is not a variable's name; expected NAME=VALUE",
                        "volta.yaml:5:23: services.s.env_file: 'missing.env' does not exist; expected a file beside"
                                + " this one",
                        "volta.yaml:6:14: services.s.env.X: variable 'UNSET' is not set; set it in an env_file,"
                                + " export it, or choose a --profile",
                        "volta.yaml:6:29: services.s.env.Y: '${node.color}' is not known here; expected ${node.name}"
                                + " or ${node.address}",
                        "volta.yaml:6:49: services.s.env.Z: '${open' has a variable without an end or a name;"
                                + " expected ${NAME}, or $$ for $",
                        "volta.yaml:6:59: services.s.env: '2X' is not a variable name; expected"
                                + " [A-Za-z_][A-Za-z0-9_]*");
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
    void refusesAFolderInPlaceOfAFile() throws IOException {
        Files.createDirectory(folder.resolve("volta.yaml"));
        assertThat(problems()).hasSize(1).first().asString().startsWith("volta.yaml:1:1: cannot be read (");
    }

    private List<String> names(Optional<Path> nodesFile) {
        return read(nodesFile).inventory().nodes().stream()
                .map(node -> node.name().value())
                .toList();
    }

    private static Reach ssh(String address, int port) {
        return new Reach.Ssh(address, new Port(port), Optional.empty());
    }

    private void write(String name, String text) throws IOException {
        Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    private Configuration read() {
        return read(Optional.empty());
    }

    private Configuration read(Optional<Path> nodesFile) {
        var files = FleetFiles.find(folder, Optional.empty(), Optional.empty(), nodesFile);
        return FleetSource.read(files, Map.of("HOME", "/home/op")).value();
    }

    private List<String> problems() {
        return problems(Optional.empty());
    }

    /** The problems, with file names instead of paths. */
    private List<String> problems(Optional<Path> nodesFile) {
        var thrown = catchThrowableOfType(ConfigurationException.class, () -> read(nodesFile));
        assertThat(thrown).isNotNull();
        return thrown.problems().stream()
                .map(Problem::toString)
                .map(line -> line.replace(folder + "/", ""))
                .toList();
    }
}
