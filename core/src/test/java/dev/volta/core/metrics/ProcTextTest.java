package dev.volta.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.volta.core.config.NodeName;
import dev.volta.core.metrics.ProcText.Look;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.OutputLines;
import dev.volta.core.remote.ScriptResource;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProcTextTest {
    /** Two looks at a virtual machine with Linux 6.18, the second one 0.5 s later. */
    private static final String REAL = """
            ticks 100
            24349.95 12394.83
            cpu  2947061 11883 619827 1239483 8627 0 7772 9033 0 0
            MemTotal:       24684084 kB
            MemAvailable:   23291696 kB
             254       0 vda 3830958 455738 114962586 2278189 339672 774832 41804208 320663 0 443348 2679999 438661 58 27053800 75346 44222 5798
              eth0: 353861220    9584    0    0    0     0          0         0   741851    6639    0    0    0     0       0          0
            .
            24350.45 12394.83
            cpu  2947158 11883 619831 1239484 8627 0 7772 9033 0 0
            MemTotal:       24684084 kB
            MemAvailable:   23274508 kB
             254       0 vda 3830981 455738 114962818 2278192 339672 774832 41804208 320663 0 443349 2680001 438661 58 27053800 75346 44222 5798
              eth0:353861221    9584    0    0    0     0          0         0   741851    6639    0    0    0     0       0          0
            .
            """;

    private static List<Look> read(String text) {
        var proc = new ProcText();
        return text.lines().map(proc::line).flatMap(Optional::stream).toList();
    }

    private static Map<String, Double> values(Look look) {
        return look.series().stream()
                .collect(Collectors.toMap(
                        one -> one.name() + String.join(",", one.labels().values()), Series::value));
    }

    @Test
    void readsRealProc() {
        var looks = read(REAL);
        assertThat(looks).hasSize(2);
        var first = values(looks.getFirst());
        assertThat(first)
                .containsEntry("volta_node_cpu_seconds_totaluser", 29589.44)
                .containsEntry("volta_node_cpu_seconds_totalsystem", 6275.99)
                .containsEntry("volta_node_cpu_seconds_totalidle", 12394.83)
                .containsEntry("volta_node_memory_total_bytes", 24684084.0 * 1024)
                .containsEntry("volta_node_memory_used_bytes", (24684084.0 - 23291696) * 1024)
                .containsEntry("volta_node_disk_read_bytes_totalvda", 114962586.0 * 512)
                .containsEntry("volta_node_disk_written_bytes_totalvda", 41804208.0 * 512)
                .containsEntry("volta_node_disk_busy_seconds_totalvda", 443.348)
                .containsEntry("volta_node_network_received_bytes_totaleth0", 353861220.0)
                .containsEntry("volta_node_network_sent_bytes_totaleth0", 741851.0)
                .doesNotContainKey("volta_node_cpu_busy_ratio");
        assertThat(looks.getFirst().uptimeSeconds()).isEqualTo(24349.95);
        assertThat(looks.getFirst().missing()).isEmpty();
        var second = values(looks.get(1));
        assertThat(second.get("volta_node_cpu_busy_ratio")).isCloseTo(101 / 102.0, within(1e-9));
        assertThat(second).containsEntry("volta_node_network_received_bytes_totaleth0", 353861221.0);
    }

    @Test
    void aLookTakesNothingFromTheOneBefore() {
        var looks = read(REAL + "24351.00 1.00\n.\n");
        assertThat(looks.get(2).series()).isEmpty();
    }

    @Test
    void whatIsNotThereIsAbsentWithAReason() {
        var look = read("ticks 100\n10.00 1.00\nMemTotal: 5 kB\n.\n").getFirst();
        assertThat(look.series()).isEmpty();
        assertThat(look.missing())
                .hasSize(4)
                .allSatisfy(reason -> assertThat(reason).startsWith("no "));
    }

    @Test
    void iowaitThatBecomesLessIsNoNegativeTime() {
        var looks = read("""
                ticks 100
                1.0 1.0
                cpu  100 0 0 100 50 0 0 0 0 0
                .
                2.0 1.0
                cpu  150 0 0 150 40 0 0 0 0 0
                .
                """);
        assertThat(values(looks.get(1))).containsEntry("volta_node_cpu_busy_ratio", 0.5);
    }

    @Test
    void refusesWhatIsNoProc() {
        assertThatThrownBy(() -> read("ticks 100\n.\n")).hasMessageContaining("/proc/uptime");
        assertThatThrownBy(() -> read("cpu  1 2 three 4 5 6 7 8\n")).hasMessageContaining("is no line of /proc");
        assertThatThrownBy(() -> read("cpu  1 2\n")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> read("  eth0: 1 2\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theScriptPrintsWhatIsReadAndNothingElse() throws Exception {
        var printed = new ArrayList<String>();
        try (var here = new LocalRemote(new NodeName("here"))) {
            var asked = Command.of("sh", "-c", ScriptResource.read(ProcText.class, "sampler.sh"))
                    .withStdin("\n\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(here.run(asked, new OutputLines(printed::add)).ok()).isTrue();
        }
        var looks = read(String.join("\n", printed));
        assertThat(looks).hasSize(2);
        assertThat(values(looks.getFirst()))
                .containsKeys("volta_node_cpu_seconds_totaluser", "volta_node_memory_used_bytes")
                .doesNotContainKey("volta_node_network_received_bytes_totallo");
        assertThat(looks.getLast().uptimeSeconds())
                .isGreaterThanOrEqualTo(looks.getFirst().uptimeSeconds());
        assertThat(looks.getFirst().series())
                .filteredOn(series -> series.name().startsWith("volta_node_disk_"))
                .allSatisfy(series -> assertThat(
                                Path.of("/sys/block", series.labels().get("device"), "device"))
                        .exists());
    }
}
