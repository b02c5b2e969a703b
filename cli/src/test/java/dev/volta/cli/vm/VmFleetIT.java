package dev.volta.cli.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.Ran;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of emulated RISC-V machines by the launcher alone, from ports.conf to nothing left. */
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
        volta("vm down; ./v keeper stop");
        for (var socket : taken) {
            socket.close();
        }
    }

    @Test
    void fromPortsToAResultAndBackToNothing() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: root makes images");
        var needed = Ran.bash(
                folder,
                "command -v mmdebstrap && command -v cpio && command -v qemu-system-riscv64 && command -v qemu-img"
                        + " && command -v riscv64-linux-gnu-gcc");
        assumeTrue(needed.code() == 0, "skipped: what makes and boots RISC-V images is not installed");

        good("deploy-all -q");
        var status = good("status");
        assertThat(status).containsPattern("node1 +vm +running").contains("resumed from template riscv64-");
        assertThat(status).contains("worker-node2-1").contains("worker-node3-1");
        assertThat(good("deploy-all -q --dry-run")).doesNotContain("start");
        theLinksGoOverVirtioSerial();

        var said = good("exec -- 'hostname; cat /etc/machine-id; ls /sys/fs/cgroup | grep -c cgroup.procs'");
        assertThat(said.lines().filter(line -> line.matches("node\\d: [0-9a-f]{32}")))
                .hasSize(3)
                .doesNotHaveDuplicates();
        assertThat(said).contains("node1: node1", "node2: node2", "node3: node3");

        theManifestIsThatOfALocalRun();
        aKilledKeeperIsReplacedAndAKilledMachineIsTold();

        assertThat(good("drop-caches")).contains("dropped: node1", "dropped: node2", "dropped: node3");
        assertThat(good("stop-all")).contains("node1: off after", "node2: off after", "node3: off after");
        assertThat(good("vm down")).isEqualTo("no virtual machine runs\n");
        assertThat(qemus()).isEmpty();
        try (var left = Files.walk(folder.resolve("run"))) {
            assertThat(left.filter(Files::isRegularFile).map(Path::toString))
                    .noneMatch(file -> file.endsWith(".order")
                            || file.endsWith(".qmp")
                            || file.endsWith(".agent")
                            || file.endsWith(".link"));
        }
    }

    private void theLinksGoOverVirtioSerial() throws Exception {
        var tunnels = good("keeper status")
                .lines()
                .filter(line -> line.startsWith("tunnel "))
                .toList();
        assertThat(tunnels).hasSize(3).allMatch(line -> line.matches(".* over virtio-serial, open for .*, held"));
    }

    private void theManifestIsThatOfALocalRun() throws Exception {
        var input = Files.createDirectory(folder.resolve("input"));
        for (var i = 0; i < 3; i++) {
            Files.write(
                    input.resolve("file" + i),
                    ("content " + i + "\n").repeat(1000 * i).getBytes(StandardCharsets.UTF_8));
        }
        good("exec -l node2 -- mkdir -p " + folder);
        good("push -q -l node2 " + input + " " + folder + "/");
        good("run-experiment -q --mode=distributed --input node2:" + input + " --out distributed");
        good("run-experiment -q --mode=local --input " + input + " --out local");
        var compared = Ran.bash(
                folder, "cmp distributed/*/manifest.sha256 local/*/manifest.sha256; wc -l <local/*/manifest.sha256");
        assertThat(compared.code()).as(compared.out() + compared.err()).isZero();
        assertThat(compared.out().strip()).isEqualTo("3");
    }

    private void aKilledKeeperIsReplacedAndAKilledMachineIsTold() throws Exception {
        var keeper = JsonMapper.builder()
                .build()
                .readTree(good("keeper status --output json"))
                .get("pid")
                .asLong();
        ProcessHandle.of(keeper).orElseThrow().destroyForcibly();
        assertThat(states()).containsExactly("running", "running", "running");

        var victim = machines().get(2).get("pid").asLong();
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        for (var looks = 0; looks < 50 && !states().contains("ended"); looks++) {
            Thread.sleep(100);
        }
        assertThat(states()).containsExactly("running", "running", "ended");
        assertThat(volta("status").code()).isEqualTo(1);
        assertThat(good("vm up")).contains("node1: runs already", "node3: ready after");
        assertThat(machines().get(2).get("pid").asLong()).isNotEqualTo(victim);
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
                        "ports.conf:1:1: 2 more virtual machines need 1048776 MiB \\(1048576 MiB of their own and"
                                + " 100 MiB for each QEMU\\), but \\d+ MiB are available");
        assertThat(qemus()).isEmpty();
        assertThat(volta("deploy-all").code()).isEqualTo(78);
        assertThat(volta("vm up -n 3").code()).isEqualTo(2);
        assertThat(good("vm list")).containsPattern("node2 +" + other.getLocalPort() + " +riscv64 +- +down");
        assertThat(good("vm down")).isEqualTo("no virtual machine runs\n");
        assertThat(good("vm up --dry-run --memory 1GiB --arch amd64 -n 1"))
                .startsWith("node1: would be booted: amd64 (auto), 1GiB of memory, 1 CPU");
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
            var cache = Path.of("target/images").toAbsolutePath();
            Files.writeString(
                    folder.resolve("v"),
                    "#!/bin/sh\nXDG_CACHE_HOME=" + cache + " XDG_RUNTIME_DIR=" + folder.resolve("run") + " exec "
                            + VOLTA + " \"$@\"\n");
            Ran.bash(folder, "chmod +x v");
        }
        return Ran.bash(folder, "./v " + arguments);
    }
}
