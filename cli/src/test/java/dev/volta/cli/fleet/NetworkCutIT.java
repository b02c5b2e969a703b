package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A distributed experiment over a network that is away for half a minute. */
@Timeout(300)
class NetworkCutIT {
    private static final int SECONDS = 30;
    private static final int FILES = 8;

    @TempDir
    private Path folder;

    @Test
    void halfAMinuteWithoutNetworkCostsNoResult() throws Exception {
        assumeTrue(Files.isExecutable(OpenSshd.BINARY), OpenSshd.BINARY + " is not there (openssh-server)");
        assumeTrue(RemoteNode.isPossible(), "skipped: network namespaces cannot be made here");
        Ran.bash(folder, "mkdir data && for i in $(seq " + FILES + "); do truncate -s 1G data/$i; done");
        try (var fleet = TestFleet.start(folder);
                var far = RemoteNode.start(folder.resolve("far"), fleet.key())) {
            fleet.describe(
                    "volta.yaml",
                    List.of(
                            fleet.line("n1", "127.0.0.1", fleet.port(1), "labels: [controller]", paths("n1")),
                            fleet.line("far", far.address(), RemoteNode.PORT, "labels: [worker]", paths("far"))));
            var trusted = fleet.volta("trust", "--yes");
            assertThat(trusted.code()).as(trusted.err()).isZero();
            var said = experiment(fleet, far);
            var results = onlyResult();
            var record = new ObjectMapper().readTree(results.resolve("run.json").toFile());
            assertThat(record.at("/workload/details/files").asInt()).isEqualTo(FILES);
            assertThat(record.at("/workload/details/failures").asInt()).isZero();
            assertThat(said).contains("the link to far was cut for");
            var zeros = "49bc20df15e412a64472421e13fe86ff1c5165e18b2afccf160d4dc19fe68a14"; // SHA-256 of 1 GiB of zeros
            assertThat(Files.readAllLines(results.resolve("manifest.sha256")))
                    .hasSize(FILES)
                    .allMatch(line -> line.startsWith(zeros));
        }
    }

    private String experiment(TestFleet fleet, RemoteNode far) throws IOException, InterruptedException {
        var log = folder.resolve("run.log");
        var run = new ProcessBuilder(
                        "bash",
                        "-c",
                        fleet.program(
                                "-Xmx256m",
                                "volta.yaml",
                                "run-experiment",
                                "--mode=distributed",
                                "--out",
                                folder.resolve("results").toString(),
                                "--input",
                                "far:" + folder.resolve("data")))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(100);
            while (!Files.readString(log).contains("run 1/1")) {
                assertThat(run.isAlive() && System.nanoTime() < deadline)
                        .as(Files.readString(log))
                        .isTrue();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            far.pullTheCable();
            TimeUnit.SECONDS.sleep(SECONDS);
            assertThat(run.isAlive()).as(Files.readString(log)).isTrue();
            far.putItBack();
            assertThat(run.waitFor(150, TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
            var said = Files.readString(log);
            assertThat(run.exitValue()).as(said).isZero();
            return said;
        } finally {
            run.destroy();
        }
    }

    private String paths(String node) {
        var own = folder.resolve(node);
        return "paths: {install: " + own.resolve("opt") + ", run: " + own.resolve("run") + ", log: "
                + own.resolve("log") + "}";
    }

    private Path onlyResult() throws IOException {
        try (var all = Files.list(folder.resolve("results"))) {
            return all.findFirst().orElseThrow();
        }
    }
}
