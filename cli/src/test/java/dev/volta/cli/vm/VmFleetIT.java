package dev.volta.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.Ran;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fleets of virtual machines by the launcher and the scripts alone, from ports.conf to nothing left. */
@Timeout(1200)
class VmFleetIT {
    private static final Path VOLTA = Path.of("../volta").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private final List<ServerSocket> taken = new ArrayList<>();

    @BeforeEach
    void describe() throws Exception {
        Files.createDirectory(folder.resolve("run"));
        var ports = List.of(freePort(), freePort(), freePort());
        Files.writeString(folder.resolve("ports.conf"), String.join("\n", ports) + "\n");
    }

    @AfterEach
    void endAll() throws Exception {
        if (Files.exists(folder.resolve("watch.sh"))) {
            volta("stop-all -q -l host");
        }
        volta("vm down; ./v keeper stop");
        for (var socket : taken) {
            socket.close();
        }
    }

    @Test
    void fromPortsToAResultAndBackToNothing() throws Exception {
        requireTools("qemu-system-riscv64", "riscv64-linux-gnu-gcc");
        example("riscv-hash");
        Files.writeString(folder.resolve("volta.yaml"), onTheHost(), StandardOpenOption.APPEND);
        good("deploy-all -q");
        assertThat(Files.readString(folder.resolve("begun"))).isEqualTo("machines: 0\n");
        var status = good("status");
        assertThat(status).containsPattern("host +watch +running");
        assertThat(status).containsPattern("node1 +vm +running").contains("resumed from template riscv64-");
        assertThat(status).contains("worker-node2-1").contains("worker-node3-1");
        assertThat(good("deploy-all -q --dry-run")).doesNotContain("start");
        assertThat(good("deploy-all")).contains("4 nodes as described; nothing was changed");
        theLinksGoOverVirtioSerial();
        var said = good("exec -- 'hostname; cat /etc/machine-id; ls /sys/fs/cgroup | grep -c cgroup.procs'");
        assertThat(said.lines().filter(line -> line.matches("node\\d: [0-9a-f]{32}")))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(said).contains("node1: node1", "node2: node2", "node3: node3");
        assertThat(connectionToThisMachine()).hasSize(3).containsOnly("refused");
        aWorkersMachineIsKilledInTheMiddleOfARun();
        aKilledKeeperIsReplacedAndWhatIsOnDisksStays();
        assertThat(good("drop-caches")).contains("dropped: node1", "dropped: node2", "dropped: node3");
        assertThat(good("stop-all 2>&1"))
                .contains("node1: off after", "node2: off after", "node3: off after")
                .containsSubsequence("off after", "host: stop watch");
        assertThat(Files.readString(folder.resolve("ended"))).isEqualTo("machines: 0\n");
        nothingIsLeftButDisks();
    }

    /** The walk of that example as its README shows it, with one run that is measured. */
    @Test
    void theSameForThisMachinesOwnKind() throws Exception {
        requireTools("qemu-system-x86_64", "gcc");
        example("linux-vm-hash");
        var description = folder.resolve("volta.yaml");
        Files.writeString(
                description, Files.readString(description).replace("accel: auto}", "accel: auto, network: open}"));
        var first = new ProcessBuilder("bash", "-c", environment() + VOLTA.resolveSibling("scripts/run.sh"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("up.log").toFile())
                .start();
        eventually(() -> states().stream().noneMatch("down"::equals) || !first.isAlive());
        good("vm up");
        assertThat(first.waitFor())
                .as(Files.readString(folder.resolve("up.log")))
                .isZero();
        good("deploy-all -q");
        assertThat(good("status")).containsPattern("node2 +worker-node2-1 +running");
        assertThat(good("exec -l node2 -- uname -m")).isEqualTo("node2: x86_64\n");
        assertThat(connectionToThisMachine()).hasSize(2).containsOnly("made");
        assertThat(good("run-experiment experiment.yaml -q --mode=distributed --repeat 1 --warmup 0"))
                .contains("passed: every input was read");
        good("push -q -l node2 results/*/manifest.sha256 /srv/manifest");
        good("exec -l node2 -- 'cd / && sha256sum --quiet -c /srv/manifest'");
        assertThat(good("drop-caches")).contains("dropped: node1", "dropped: node2");
        assertThat(good("stop-all")).contains("node1: off after", "node2: off after");
        nothingIsLeftButDisks();
    }

    /** A service that counts the machines that run, when it starts and when it ends. */
    private String onTheHost() throws Exception {
        Files.writeString(folder.resolve("watch.sh"), """
                count() {
                    n=0
                    for process in /proc/[0-9]*; do
                        case $(tr '\\0' ' ' <$process/cmdline 2>/dev/null) in
                            *qemu-system*%1$s*) n=$((n + 1)) ;;
                        esac
                    done
                    echo "machines: $n"
                }
                count >%1$s/begun
                trap 'count >%1$s/ended; exit' TERM
                while sleep 0.2; do :; done
                """.formatted(folder));
        return """
                host: {paths: {install: %1$s/opt, run: %1$s/srv, log: %1$s/log}}
                services:
                  controller: {on: controller, kind: controller}
                  worker: {on: worker, kind: worker, after: [controller]}
                  watch: {on: [host], command: [sh, %1$s/watch.sh]}
                """.formatted(folder);
    }

    private void requireTools(String... ofTheKind) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: root makes images");
        for (var tool : Stream.concat(Stream.of("mmdebstrap", "cpio", "mke2fs", "qemu-img"), Stream.of(ofTheKind))
                .toList()) {
            assumeTrue(Ran.bash(folder, "command -v " + tool).code() == 0, "skipped: " + tool + " is not installed");
        }
    }

    /** With ports that are free here. */
    private void example(String name) throws Exception {
        var example = VOLTA.resolveSibling("examples").resolve(name);
        for (var file : List.of("volta.yaml", "experiment.yaml")) {
            Files.copy(example.resolve(file), folder.resolve(file));
        }
        var ports = new ArrayList<String>();
        for (var line : Files.readAllLines(example.resolve("ports.conf"))) {
            if (!line.startsWith("#")) {
                ports.add(freePort());
            }
        }
        Files.write(folder.resolve("ports.conf"), ports);
    }

    private void nothingIsLeftButDisks() throws Exception {
        assertThat(good("vm down")).isEqualTo("no virtual machine runs\n");
        assertThat(qemus()).isEmpty();
        try (var left = Files.walk(folder.resolve("run"))) {
            assertThat(left.filter(Files::isRegularFile).map(Path::toString))
                    .noneMatch(file -> file.endsWith(".order")
                            || file.endsWith(".qmp")
                            || file.endsWith(".agent")
                            || file.endsWith(".link"));
        }
        assertThat(folder.resolve(".volta/vms/node2/disk.img")).exists();
        assertThat(good("vm down --purge")).contains("node2: disk and host key removed");
        assertThat(folder.resolve(".volta/vms/node2")).doesNotExist();
    }

    private void theLinksGoOverVirtioSerial() throws Exception {
        var tunnels = good("keeper status")
                .lines()
                .filter(line -> line.startsWith("tunnel "))
                .toList();
        assertThat(tunnels).hasSize(3).allMatch(line -> line.matches(".* over virtio-serial, open for .*, held"));
    }

    /** What came of it in each guest. */
    private List<String> connectionToThisMachine() throws Exception {
        try (var service = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            var connect = "timeout 20 bash -c \"</dev/tcp/10.0.2.2/" + service.getLocalPort() + "\" 2>/dev/null";
            return good("exec -- '" + connect + " && echo made || echo refused'")
                    .lines()
                    .map(line -> line.replaceFirst("node\\d: ", ""))
                    .toList();
        }
    }

    private void aWorkersMachineIsKilledInTheMiddleOfARun() throws Exception {
        var make =
                "mkdir -p %1$s && cd %1$s && for i in 1 2 3 4; do truncate -s 64M big$i; echo $i >small$i; done; sync";
        var here = folder.resolve("data");
        Ran.bash(folder, make.formatted(here));
        good("exec -l node2,node3 -- '" + make.formatted("/srv/data") + "'");
        var victim = machines().get(2).get("pid").asLong();
        var log = folder.resolve("run.log");
        var run = new ProcessBuilder(
                        "bash",
                        "-c",
                        "./v run-experiment --mode=distributed --repeat 1 --out distributed"
                                + " --input node2:/srv/data --input node3:/srv/data")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            eventually(() -> Files.readString(log).contains("run 1/1") || !run.isAlive());
            ProcessHandle.of(victim).orElseThrow().destroyForcibly();
            eventually(() -> states().get(2).equals("ended"));
            assertThat(volta("status").code()).isEqualTo(1);
            assertThat(run.isAlive())
                    .as("the run goes on\n" + Files.readString(log))
                    .isTrue();
            assertThat(good("vm up -l node3")).contains("node3: ready after");
            assertThat(run.waitFor(5, TimeUnit.MINUTES)).as("the run ends").isTrue();
        } finally {
            run.destroy();
        }
        var told = Files.readString(log);
        assertThat(run.exitValue()).as(told).isZero();
        assertThat(told).contains("the link to node3 was cut");
        good("run-experiment -q --mode=local --input " + here + " --out local");
        var compared = Ran.bash(
                folder,
                "sed 's| /srv/data| " + here + "|' distributed/*/manifest.sha256 | sort >got;"
                        + " sort local/*/manifest.sha256 local/*/manifest.sha256 | diff - got && wc -l <got");
        assertThat(compared.code()).as(compared.out() + compared.err()).isZero();
        assertThat(compared.out().strip()).isEqualTo("16");
        eventually(() -> good("status").matches("(?s).*node3 +worker-node3-1 +running.*"));
    }

    private void aKilledKeeperIsReplacedAndWhatIsOnDisksStays() throws Exception {
        var keeper = JsonMapper.builder()
                .build()
                .readTree(good("keeper status --output json"))
                .get("pid")
                .asLong();
        ProcessHandle.of(keeper).orElseThrow().destroyForcibly();
        assertThat(states()).containsExactly("running", "running", "running");
        good("exec -l node3 -- 'echo kept >/srv/note; echo kept >/opt/volta/note'");
        assertThat(seesProgramsBy("node3")).isEqualTo("ext4");
        good("exec -l node3 -- mkdir /var/lib/volta/work"); // as on disks that were in an overlay
        var before = machines().get(2);
        assertThat(before.get("diskBytes").asLong()).isBetween(1L << 20, 128L << 20);
        assertThat(good("vm down -l node3")).contains("node3: off after", "by itself, as asked");
        assertThat(good("vm up")).contains("node1: runs already", "node3: ready after");
        assertThat(machines().get(2).get("pid")).isNotEqualTo(before.get("pid"));
        assertThat(seesProgramsBy("node3")).isEqualTo("overlay");
        assertThat(good("exec -l node3 -- cat /srv/note /opt/volta/note")).isEqualTo("node3: kept\nnode3: kept\n");
        eventually(() -> good("status").matches("(?s).*node3 +worker-node3-1 +running.*"));
    }

    /** The kind of file system that a machine has at /opt/volta. */
    private String seesProgramsBy(String node) throws Exception {
        return good("exec -l " + node + " -- findmnt -no FSTYPE /opt/volta")
                .strip()
                .substring(node.length() + 2);
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void eventually(Check check) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(3);
        while (!check.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(100);
        }
    }

    @Test
    void refusesWhatCannotRunBeforeTheFirstMachineStarts() throws Exception {
        var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        taken.add(other);
        Files.writeString(folder.resolve("ports.conf"), freePort() + "\n" + other.getLocalPort() + "\n");
        Files.writeString(folder.resolve("volta.yaml"), "fleet: {vm: {memory: 512GiB}}\n");
        var refused = volta("vm up");
        assertThat(refused.code()).as(refused.err()).isEqualTo(78);
        assertThat(refused.err())
                .contains("ports.conf:2:1: port " + other.getLocalPort() + " of 127.0.0.1 is taken by something else")
                .containsPattern(
                        "ports.conf:1:1: 2 more virtual machines need 1049160 MiB \\(1048576 MiB of their own and"
                                + " 584 MiB for QEMU, less with accel: kvm\\), but \\d+ MiB are available");
        assertThat(qemus()).isEmpty();
        assertThat(volta("deploy-all").code()).isEqualTo(78);
        withoutQemu();
        assertThat(volta("vm up -n 3").code()).isEqualTo(2);
        assertThat(good("vm list")).containsPattern("node2 +" + other.getLocalPort() + " +riscv64 +- +down");
        assertThat(good("vm down")).isEqualTo("no virtual machine runs\n");
        assertThat(good("vm up --dry-run --memory 1GiB --arch amd64 -n 1"))
                .startsWith("node1: would be booted: amd64 (auto), 1GiB of memory, 1 CPU");
    }

    private void withoutQemu() throws Exception {
        var programs = Files.createDirectory(folder.resolve("programs"));
        for (var program : List.of("sh", "readlink", "find", "sed", "mkdir", "date")) {
            Files.createSymbolicLink(programs.resolve(program), Path.of("/usr/bin", program));
        }
        var refused = Ran.bash(folder, "PATH=" + programs + " ./v vm up");
        assertThat(refused.code()).as(refused.err()).isEqualTo(78);
        assertThat(refused.err())
                .contains("ports.conf:1:1: cannot run qemu-system-riscv64; install the package qemu-system-misc");
    }

    private List<String> states() throws Exception {
        return machines().stream().map(machine -> machine.get("state").asText()).toList();
    }

    private List<JsonNode> machines() throws Exception {
        var list = JsonMapper.builder().build().readTree(good("vm list --output json"));
        var machines = new ArrayList<JsonNode>();
        list.forEach(machines::add);
        return machines;
    }

    private Set<Long> qemus() {
        var found = new HashSet<Long>();
        ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").contains("qemu-system"))
                .filter(process -> String.join(" ", process.info().arguments().orElse(new String[0]))
                        .contains(folder.toString()))
                .forEach(process -> found.add(process.pid()));
        return found;
    }

    private String freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }

    private String good(String arguments) throws Exception {
        var ran = volta(arguments);
        assertThat(ran.code()).as(arguments + "\n" + ran.out() + ran.err()).isZero();
        return ran.out();
    }

    private Ran volta(String arguments) throws Exception {
        if (!Files.exists(folder.resolve("v"))) {
            Files.writeString(folder.resolve("v"), "#!/bin/sh\n" + environment() + "exec " + VOLTA + " \"$@\"\n");
            Ran.bash(folder, "chmod +x v");
        }
        return Ran.bash(folder, "./v " + arguments);
    }

    private String environment() {
        var cache = Path.of("target/images").toAbsolutePath();
        return "export XDG_CACHE_HOME=" + cache + " XDG_RUNTIME_DIR=" + folder.resolve("run") + "; ";
    }
}
