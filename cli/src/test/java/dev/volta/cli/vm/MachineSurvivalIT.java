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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One real machine, of which everything is moved, removed, stopped or filled up that can be. */
@Timeout(900)
class MachineSurvivalIT {
    private static final Path VOLTA = Path.of("../volta").toAbsolutePath().normalize();
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private Path fleet;
    private Path runtime;

    @BeforeEach
    void describe() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: root makes images");
        for (var tool : List.of("mmdebstrap", "mke2fs", "qemu-img", "qemu-system-riscv64", "riscv64-linux-gnu-gcc")) {
            assumeTrue(Ran.bash(folder, "command -v " + tool).code() == 0, "skipped: " + tool + " is not installed");
        }
        fleet = Files.createDirectory(folder.resolve("a"));
        runtime = Files.createDirectory(folder.resolve("r"));
        var image = volta("image build --arch riscv64");
        assertThat(image.code()).as(image.err()).isZero();
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(fleet.resolve("ports.conf"), socket.getLocalPort() + "\n");
        }
    }

    @AfterEach
    void end() throws Exception {
        if (fleet != null) {
            volta("vm down; $V keeper stop");
        }
    }

    @Test
    void isListedAndEndedWhateverIsMovedOrRemoved() throws Exception {
        good("vm up");
        var pid = machine().get("pid").asLong();
        good("exec -- 'echo written >/srv/note'");
        isRefusedUnderAnotherName();

        fleet = Files.move(fleet, folder.resolve("moved"));
        assertThat(runs(pid)).as("after a move").isTrue();
        killKeeper();
        runtime = Files.createDirectory(folder.resolve("r2"));
        assertThat(runs(pid)).as("in another session").isTrue();
        killKeeper();
        Files.delete(fleet.resolve(".volta/vms/node1/qemu.json"));
        Files.writeString(fleet.resolve(".volta/vms/node1/order.json"), "");
        assertThat(runs(pid)).as("without its record").isTrue();
        assertThat(good("vm up")).contains("node1: runs already, resumed from template ");

        signal(pid, "STOP");
        killKeeper();
        assertThat(good("vm list")).contains("not answering", "kill -CONT " + pid);
        assertThat(volta("vm up").err()).contains("node1 runs already, but cannot be had");

        var disk = fleet.resolve(".volta/vms/node1/disk.img");
        var reader =
                new ProcessBuilder("sleep", "600").redirectInput(disk.toFile()).start();
        try {
            var purged = volta("vm down --purge");
            assertThat(purged.out()).contains("node1: off after", "by itself, as asked");
            assertThat(purged.err()).contains("its disk " + disk.toRealPath() + " is open: process " + reader.pid());
            assertThat(purged.code()).isEqualTo(1);
        } finally {
            reader.destroyForcibly().waitFor();
        }
        assertThat(Ran.bash(folder, "! grep '^State:[[:space:]]*[^Z[:space:]]' /proc/" + pid + "/status")
                        .code())
                .as("it is over, whether or not somebody has waited for it")
                .isZero();
        good("vm up");
        assertThat(good("exec -- cat /srv/note")).isEqualTo("node1: written\n");
        assertThat(good("vm down --purge --dry-run")).contains("node1: would be ended", "node1: would lose its disk");
        assertThat(good("vm down --purge")).contains("node1: disk and host key removed");
        assertThat(disk).doesNotExist();
    }

    /** A line before its own makes the next node of what was node1. */
    private void isRefusedUnderAnotherName() throws Exception {
        var ports = fleet.resolve("ports.conf");
        var own = Files.readString(ports);
        Files.writeString(ports, "2\n" + own);
        for (var command : List.of("exec --no-keep -l node2 -- true", "exec -l node2 -- true", "ssh node2 true")) {
            var refused = volta(command);
            assertThat(refused.code()).as(command + "\n" + refused.err()).isEqualTo(78);
            assertThat(refused.err())
                    .as(command)
                    .contains("ports.conf:2:1: node2 is described with port " + own.strip()
                            + ", where the machine of node1 runs");
        }
        assertThat(volta("stop-all").err())
                .contains("ports.conf:1:1: node1 is described with port 2, and its machine was started with port "
                        + own.strip());
        Files.writeString(ports, own);
        assertThat(good("exec --no-keep -- cat /srv/note")).isEqualTo("node1: written\n");
    }

    @Test
    void tellsTheGuestThatThereIsNoRoomAndRefusesToStartWithoutAny() throws Exception {
        assumeTrue(
                Ran.bash(folder, "unshare -m true").code() == 0,
                "skipped: there are no mount namespaces for this user");
        var refused = withRoom("30m", "$V vm up --dry-run; echo $?; $V vm up; echo $?");
        assertThat(refused.out()).isEqualTo("78\n78\n");
        assertThat(refused.err())
                .contains(
                        "need 72 MiB for changes to their image",
                        folder.resolve("small").toString());
        var full = withRoom(
                "100m",
                "$V vm up && $V exec --timeout 300s -- 'dd if=/dev/zero of=/root/big bs=1M count=150; sync; echo goes on'"
                        + " && $V vm list && $V vm down");
        assertThat(full.code()).as(full.out() + full.err()).isZero();
        assertThat(full.out())
                .contains("node1: goes on")
                .containsPattern("node1 .* running .*no room in " + folder.resolve("small"))
                .contains("by itself, as asked");
    }

    /** With a folder for the changes to the image that takes so much. */
    private Ran withRoom(String size, String commands) throws Exception {
        var small = Files.createDirectories(folder.resolve("small"));
        var script = folder.resolve("script");
        Files.writeString(
                script,
                environment() + "mount -t tmpfs -o size=" + size + " small " + small + "; export TMPDIR=" + small
                        + "; { " + commands + "; }; status=$?; $V keeper stop >&2; exit $status\n");
        return Ran.bash(fleet, "unshare -m bash " + script);
    }

    private boolean runs(long pid) throws Exception {
        return machine().get("state").asText().equals("running")
                && machine().get("pid").asLong() == pid;
    }

    private JsonNode machine() throws Exception {
        return JSON.readTree(good("vm list --output json")).get(0);
    }

    private void killKeeper() throws Exception {
        var pid = JSON.readTree(good("keeper status --output json")).get("pid").asLong();
        var keeper = ProcessHandle.of(pid).orElseThrow();
        keeper.destroyForcibly();
        keeper.onExit().get(60, TimeUnit.SECONDS);
    }

    private void signal(long pid, String name) throws Exception {
        assertThat(Ran.bash(folder, "kill -" + name + " " + pid).code()).isZero();
    }

    private String good(String arguments) throws Exception {
        var ran = volta(arguments);
        assertThat(ran.code()).as(arguments + "\n" + ran.out() + ran.err()).isZero();
        return ran.out();
    }

    private Ran volta(String arguments) throws Exception {
        return Ran.bash(fleet, environment() + "$V " + arguments);
    }

    private String environment() {
        return "export V=" + VOLTA + " XDG_CACHE_HOME="
                + Path.of("target/images").toAbsolutePath() + " XDG_RUNTIME_DIR=" + runtime + "; ";
    }
}
