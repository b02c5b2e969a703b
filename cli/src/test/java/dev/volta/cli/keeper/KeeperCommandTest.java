package dev.volta.cli.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.link.TunnelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeeperCommandTest {
    private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private static final KeeperStatus STATUS = new KeeperStatus(
            4711,
            "build",
            SINCE,
            Duration.ofMinutes(10),
            1,
            List.of(
                    new KeeperStatus.Session("vm1", "10.0.0.1:22", SINCE, SINCE.plusSeconds(196), false),
                    new KeeperStatus.Session("vm2", "10.0.0.2:22", SINCE.plusSeconds(100), SINCE, true)),
            List.of(tunnel(1, "vm1", true, true), tunnel(2, "vm2", false, false)),
            21 << 20,
            0);

    private static KeeperStatus.Tunnel tunnel(long id, String node, boolean toNode, boolean open) {
        var way = new TunnelSpec.Sockets(new NodeName(node), toNode, Path.of("/run/a"), "/run/b");
        var cut = open ? Duration.ZERO : Duration.ofSeconds(30);
        return new KeeperStatus.Tunnel(id, way, toNode ? "SSH" : "virtio-serial", SINCE, open, !open, cut);
    }

    @Test
    void tellsPeopleWhatAKeeperHolds() {
        assertThat(KeeperText.of(Optional.of(STATUS), SINCE.plusSeconds(200))).isEqualTo("""
                keeper 4711, up for 3 min 20 s, leaves when idle for 10 min 0 s
                memory 21 MiB of objects, 0 MiB of the process; other clients: 1; sessions: 2; tunnels: 2
                session vm1 (10.0.0.1:22), open for 3 min 20 s, last used 4 s ago
                session vm2 (10.0.0.2:22), open for 1 min 40 s, in use
                tunnel 1 /run/a -> vm1:/run/b over SSH, open for 3 min 20 s
                tunnel 2 vm2:/run/b -> /run/a over virtio-serial, open for 3 min 20 s, held, lost, cut for 30 s in all
                """);
    }

    @Test
    void tellsProgramsWhatAKeeperHolds() throws IOException {
        var json = new ObjectMapper().readTree(KeeperJson.of(Optional.of(STATUS)));
        assertThat(json.get("running").booleanValue()).isTrue();
        assertThat(json.get("pid").longValue()).isEqualTo(4711);
        assertThat(json.at("/residentBytes/unavailable").textValue()).isNotEmpty();
        assertThat(json.at("/sessions/0/lastUse").textValue()).isEqualTo("2026-01-01T00:03:16Z");
        assertThat(json.at("/sessions/1/inUse").booleanValue()).isTrue();
        assertThat(json.at("/tunnels/0/direction").textValue()).isEqualTo("to-node");
        assertThat(json.at("/tunnels/1/carrier").textValue()).isEqualTo("virtio-serial");
        assertThat(json.at("/tunnels/1/open").booleanValue()).isFalse();
    }

    @Test
    void withoutAKeeperStatusFailsAndStopIsDone() throws IOException {
        var fleet = Files.writeString(folder.resolve("volta.yaml"), "").toString();
        var status = Ran.volta("keeper", "status", "-f", fleet);
        assertThat(status).isEqualTo(new Ran("no keeper runs for this fleet\n", "", 1));
        var json = Ran.volta("keeper", "status", "-f", fleet, "--output", "json");
        assertThat(json.out().replaceAll("\\s", "")).isEqualTo("{\"running\":false}");
        assertThat(json.code()).isEqualTo(1);
        assertThat(Ran.volta("keeper", "stop", "-f", fleet))
                .isEqualTo(new Ran("no keeper ran for this fleet\n", "", 0));
    }

    @Test
    void refusesAnIdleTimeThatIsNone() throws IOException {
        var fleet = Files.writeString(folder.resolve("volta.yaml"), "").toString();
        var ran = Ran.volta("keeper", "start", "-f", fleet, "--idle", "0s");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--idle");
    }
}
