package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What nodes and services tell of themselves, on four real sshd with a controller and three workers. */
@Timeout(300)
class MetricsIT {
    private static final int FILES = 40;
    private static final int FILE_BYTES = 3000;
    /** Zeros that take no place on the disk, but some seconds to hash. */
    private static final long HOLE_BYTES = 3L << 30;

    @TempDir
    private static Path folder;

    private static TestFleet fleet;
    private static Path results;

    /** Deploys, and runs one job. */
    @BeforeAll
    static void startNodes() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        fleet = TestFleet.start(folder);
        describe();
        assertThat(fleet.volta("trust", "--yes").code()).isZero();
        var deployed = fleet.volta("deploy-all", "-q");
        assertThat(deployed.code()).as(deployed.err()).isZero();
        var data = Files.createDirectory(folder.resolve("data"));
        for (var i = 0; i < FILES; i++) {
            Files.write(data.resolve("file" + i), new byte[FILE_BYTES]);
        }
        var hole = folder.resolve("hole");
        try (var file = new RandomAccessFile(hole.toFile(), "rw")) {
            file.setLength(HOLE_BYTES);
        }
        results = folder.resolve("results");
        var ran = run(results, "--input", "shared:" + data, "--input", "n2:" + hole);
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    private static Ran run(Path results, String... arguments) {
        var all = new ArrayList<>(List.of("--mode=distributed", "-q", "--out", results.toString()));
        all.addAll(List.of(arguments));
        return fleet.volta("run-experiment", all.toArray(String[]::new));
    }

    private static void describe() throws IOException {
        var lines = new ArrayList<String>();
        for (var i = 1; i <= 4; i++) {
            var own = folder.resolve("n" + i);
            lines.add(fleet.line(
                    "n" + i,
                    "127.0.0.1",
                    fleet.port(i),
                    "labels: [" + (i == 1 ? "controller" : "worker") + "]",
                    "paths: {install: " + own.resolve("opt") + ", run: " + own.resolve("run") + ", log: "
                            + own.resolve("log") + "}"));
        }
        Files.writeString(fleet.describe("volta.yaml", lines), """
                services:
                  controller: {on: controller, kind: controller}
                  worker: {on: worker, kind: worker, after: [controller], instances: 1}
                """, StandardOpenOption.APPEND);
    }

    @AfterAll
    static void stopNodes() throws Exception {
        if (fleet == null) {
            return;
        }
        try (var ended = fleet) {
            var stopped = ended.volta("stop-all");
            assertThat(stopped.code()).as(stopped.err()).isZero();
            for (var i = 1; i <= 4; i++) {
                assertThat(Ran.bash(folder, "ls n" + i + "/run").out()).doesNotContain("metrics");
            }
        }
    }

    private static Path only(Path folder) throws IOException {
        try (var folders = Files.list(folder)) {
            var all = folders.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private static double sum(String text, String line) {
        return Pattern.compile("(?m)^" + line + " ?(\\S+)$")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .map(found -> found.replaceAll(".*[ ,]", ""))
                .mapToDouble(Double::parseDouble)
                .sum();
    }

    @Test
    void prometheusHasTheBytesOfTheRun() {
        var ran = fleet.volta("collect-metrics", "--for", "3s", "--format", "prometheus");
        assertThat(ran.code()).as(ran.err()).isZero();
        var bytes = (double) (HOLE_BYTES + FILES * FILE_BYTES);
        assertThat(sum(ran.out(), "volta_worker_bytes_total\\{.*\\}")).isEqualTo(bytes);
        assertThat(sum(ran.out(), "volta_controller_bytes_total\\{.*\\}")).isEqualTo(bytes);
        assertThat(sum(ran.out(), "volta_controller_tasks_done_total\\{.*\\}")).isEqualTo(FILES + 1);
        assertThat(sum(ran.out(), "volta_worker_files_total\\{.*outcome=\"hashed\"\\}"))
                .isEqualTo(FILES + 1);
        assertThat(sum(ran.out(), "volta_controller_tasks_queued\\{.*\\}")).isZero();
        assertThat(sum(ran.out(), "volta_controller_lease_seconds_count\\{.*kind=\"walk\"\\}"))
                .isEqualTo(2);
        assertThat(sum(ran.out(), "volta_up\\{.*\\}")).isEqualTo(8);
        assertThat(ran.out())
                .contains("# TYPE volta_controller_lease_seconds histogram\n")
                .contains("volta_up{node=\"n3\",service=\"worker-n3-1\"} 1\n")
                .containsPattern("(?m)^volta_node_cpu_busy_ratio\\{node=\"n4\"\\} (0|1|0\\.\\d+|\\d\\.\\d+E-\\d+)$")
                .containsPattern("(?m)^process_resident_memory_bytes\\{node=\"n1\",service=\"controller\"\\} \\d{8,}$");
    }

    @Test
    void csvAndJsonGoToFilesAndTheChosenNodesAlone() throws Exception {
        var csv = folder.resolve("metrics.csv");
        var ran =
                fleet.volta("collect-metrics", "-l", "n2", "--for", "2s", "--every", "250ms", "--out", csv.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).isEmpty();
        var lines = Files.readAllLines(csv);
        assertThat(lines.getFirst()).isEqualTo("time,node,service,metric,labels,value");
        assertThat(lines.stream().skip(1)).allMatch(line -> line.contains("Z,n2,"));
        assertThat(lines.stream().filter(line -> line.contains("Z,n2,,volta_node_memory_used_bytes,,")))
                .hasSizeGreaterThan(2);
        assertThat(lines)
                .anyMatch(line -> line.endsWith(",n2,worker-n2-1,volta_worker_bytes_per_second,,0"))
                .anyMatch(line -> line.contains(",n2,worker-n2-1,volta_worker_files_total,outcome=hashed,"));

        var json = fleet.volta("collect-metrics", "-l", "n1", "--for", "2s", "--format", "json");
        assertThat(json.code()).as(json.err()).isZero();
        var names = new ArrayList<String>();
        for (var line : json.out().lines().toList()) {
            var sample = new ObjectMapper().readTree(line);
            assertThat(sample.at("/up").asBoolean()).isTrue();
            assertThat(sample.at("/node").asText()).isEqualTo("n1");
            names.addAll(sample.at("/metrics").findValuesAsText("name"));
        }
        assertThat(names).contains("volta_controller_workers_up", "volta_node_cpu_seconds_total");
    }

    @Test
    void theRunHasItsMetricsAndItsReportPlotsThem() throws Exception {
        var run = only(results);
        var metrics = Files.readString(run.resolve("metrics.csv"));
        assertThat(metrics)
                .contains("n1,controller,volta_controller_workers_up,,3\n")
                .contains("n4,,volta_node_cpu_busy_ratio,,");
        assertThat(metrics.lines()
                        .filter(line -> line.contains(",n2,worker-n2-1,volta_worker_bytes_per_second,,"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll(".*,", "")))
                        .max()
                        .orElse(0))
                .isGreaterThan(1e6);
        assertThat(Files.readString(run.resolve("report.html")))
                .contains("<section id=\"courses\">", "id=\"course-throughput-t\"", "id=\"course-cpu-t\"")
                .contains("class=\"course course-0\"", "class=\"trial\"");
        assertThat(record(run).at("/warnings").findValuesAsText("warning")).doesNotContain("METRICS_MISSING");
    }

    @Test
    void aRunGathersNothingIfItIsToldTo() throws Exception {
        var without = folder.resolve("without");
        var ran = Ran.volta("run-experiment", "-q", "--no-metrics", "--out", without.toString(), "--input", "pom.xml");
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(only(without).resolve("metrics.csv")).doesNotExist();
        assertThat(Files.readString(only(without).resolve("report.html")))
                .contains("unavailable: not gathered, because of --no-metrics");
    }

    @Test
    void aServiceThatHangsOrIsStoppedIsTold() throws Exception {
        var sound = fleet.volta("doctor");
        assertThat(sound.out()).containsPattern("n1 +metrics controller +answers with \\d\\d values");
        var pid = pid("n3");
        Ran.bash(folder, "kill -STOP " + pid);
        try {
            var doctor = fleet.volta("doctor");
            assertThat(doctor.code()).isEqualTo(1);
            assertThat(doctor.out()).containsPattern("FAULT +n3 +service worker-n3-1 +stopped by a signal");
        } finally {
            Ran.bash(folder, "kill -CONT " + pid);
        }
        assertThat(fleet.volta("stop", "worker@n3").code()).isZero();
        try {
            var ran = fleet.volta("collect-metrics", "-l", "n3", "--for", "2s", "--format", "prometheus");
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.err())
                    .contains("volta: worker-n3-1@n3: does not answer")
                    .contains("; trying again");
            assertThat(ran.out())
                    .contains("volta_up{node=\"n3\",service=\"worker-n3-1\"} 0\n", "volta_up{node=\"n3\"} 1\n")
                    .doesNotContain("volta_worker_");
        } finally {
            assertThat(fleet.volta("start", "worker@n3").code()).isZero();
        }
    }

    private static String pid(String node) throws Exception {
        return Ran.bash(folder, "pgrep -f '[v]olta-worker[^ ]*jar " + folder + "/" + node + "/'")
                .out()
                .strip();
    }

    @Test
    void aLostNodeIsTriedAgainAndCtrlCKeepsWhatWasGathered() throws Exception {
        var csv = folder.resolve("lost.csv");
        var log = folder.resolve("lost.log");
        var process = new ProcessBuilder(
                        "bash",
                        "-c",
                        "exec " + fleet.program("", "volta.yaml", "collect-metrics", "--out", csv.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            eventually(() -> Files.exists(csv) && Files.readString(csv).contains(",n2,,volta_node_cpu_busy_ratio,"));
            fleet.server(2).process().descendants().forEach(session -> {
                if (session.info().command().orElse("").contains("sshd")) {
                    session.destroyForcibly();
                }
            });
            eventually(() -> Files.readString(log).contains("volta: n2: answers again")
                    && Files.readString(log).contains("volta: worker-n2-1@n2: answers again"));
            // What Ctrl-C does, but a shell's background jobs do not ignore it.
            Ran.bash(folder, "pkill -TERM -f '^[^ ]*java .*collect-metrics .*" + csv + "'");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            process.destroy();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(130);
        var text = Files.readString(csv);
        assertThat(text).endsWith("\n").contains(",n2,,volta_up,,0\n");
        assertThat(text.lastIndexOf(",n2,,volta_up,,1\n")).isGreaterThan(text.lastIndexOf(",n2,,volta_up,,0\n"));
        eventually(() -> Ran.bash(folder, "pgrep -f '[s]ed -n .*/proc/net/dev|[H]ugePages_'")
                .out()
                .isEmpty());
    }

    @Test
    void goesOverTheConnectionsOfAKeeperToo() throws Exception {
        var environment = "mkdir -p keeper && XDG_RUNTIME_DIR=$PWD/keeper ";
        try {
            var ran = Ran.bash(
                    folder,
                    environment
                            + fleet.program(
                                    "",
                                    "volta.yaml",
                                    "collect-metrics",
                                    "--keep",
                                    "--for",
                                    "4s",
                                    "--format",
                                    "prometheus"));
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(sum(ran.out(), "volta_up\\{.*\\}")).isEqualTo(8);
            assertThat(Ran.bash(folder, "ls keeper/volta").out()).doesNotContain("metrics");
        } finally {
            var keeper = Ran.bash(folder, environment + TestFleet.program("") + " keeper stop");
            assertThat(keeper.out()).contains("has ended");
        }
    }

    @Test
    void refusesATimeThatIsTooShort() {
        var ran = fleet.volta("collect-metrics", "--every", "1ms");
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("--every must be at least 100ms");
    }

    private static JsonNode record(Path results) throws IOException {
        return new ObjectMapper().readTree(results.resolve("run.json").toFile());
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void eventually(Check check) throws Exception {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (!check.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }
}
