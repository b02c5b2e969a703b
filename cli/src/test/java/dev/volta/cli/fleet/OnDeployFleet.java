package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import dev.volta.cli.common.Modules;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.config.load.FleetSource;
import dev.volta.core.lock.Claim;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/** Tests of deployments on real sshd nodes. */
abstract class OnDeployFleet extends OnTestFleet {
    static final String JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Says what it was started with, and stays. */
    static final String STAY = "[sh, -c, 'echo mode $MODE; exec sleep 86399']";

    static final String BUILT_IN = """
              controller: {on: controller, kind: controller}
              worker: {on: controller, kind: worker, after: [controller]}
            """;

    static final String BASE = "  base: {on: controller, command: " + STAY + ", env: {MODE: base}}\n";

    @AfterEach
    void nothingIsLeft() throws Exception {
        // Longer than the time to live of a lock whose owner a failed test has killed.
        var stopped = volta("stop-all", "--wait-lock", "3m");
        assertThat(stopped.code()).as(stopped.err()).isZero();
        await(() -> processesOnNodes().isEmpty()); // a look at a service ends some seconds after its command
        Ran.bash(folder, "rm -rf at");
    }

    /** Command lines of processes that work below the nodes' folders; a zombie has none. */
    static List<String> processesOnNodes() throws IOException, InterruptedException {
        return Ran.bash(folder, """
                for process in /proc/[0-9]*; do
                    line=$(tr '\\0' ' ' <$process/cmdline 2>/dev/null)
                    case "$(readlink $process/cwd 2>/dev/null) $line" in
                    "$PWD"/at/*|*" $PWD/at/"*) echo "$line" ;;
                    esac
                done
                """)
                .out()
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    static String api(String mode, String health) {
        return "  api: {on: api, command: " + STAY + ", after: [base], env: {MODE: " + mode + "}, health: {" + health
                + "}}\n";
    }

    static String healthyApi(String mode) {
        return api(mode, "command: ['true']");
    }

    static void describe(String file, String services) throws IOException {
        var ports = new ArrayList<Integer>();
        for (var i = 1; i <= 4; i++) {
            ports.add(fleet.port(i));
        }
        describe(file, services, ports);
    }

    static void describe(String file, String services, List<Integer> ports) throws IOException {
        var nodes = new StringBuilder("nodes:\n");
        for (var i = 1; i <= 4; i++) {
            var at = folder.resolve("at/n" + i);
            nodes.append(fleet.line(
                            "n" + i,
                            "127.0.0.1",
                            ports.get(i - 1),
                            "labels: [" + (i == 1 ? "controller" : "api") + "]",
                            "paths: {install: " + at + "/opt, run: " + at + "/run, log: " + at + "/log}"))
                    .append('\n');
        }
        Files.writeString(folder.resolve(file), nodes + "services:\n" + services);
    }

    static Ran volta(String command, String... arguments) throws IOException, InterruptedException {
        return Ran.bash(folder, fleet.program(JAVA, "volta.yaml", command, arguments));
    }

    static Ran done(String command, String... arguments) throws IOException, InterruptedException {
        var ran = volta(command, arguments);
        assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
        return ran;
    }

    static Process inBackground(Path out, Path err, String command, String... arguments) throws IOException {
        var line = TestFleet.interruptible(fleet.program(JAVA, "volta.yaml", command, arguments));
        return new ProcessBuilder("bash", "-c", line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    static Path unit(int node, String unit) {
        return folder.resolve("at/n" + node + "/opt/volta/services/" + unit);
    }

    static void kill(String signal, Path identity) throws IOException, InterruptedException {
        Ran.bash(folder, "kill -" + signal + " " + Files.readString(identity).split(" ", -1)[0]);
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(Condition condition) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** The lock of the fleet, which another operator has. */
    static FleetLock takenByAnn() throws InterruptedException {
        var files =
                FleetFiles.find(folder, Optional.of(folder.resolve("volta.yaml")), Optional.empty(), Optional.empty());
        var lock = FleetLock.of(
                FleetSource.read(files, Modules.builtIn().services(), Map.of()).value(),
                new LocalRemote(new NodeName("n1")),
                Duration.ofMinutes(2));
        lock.take(new Claim("t", "ann", "desk", 42, "volta deploy-all"), Duration.ZERO);
        return lock;
    }
}
