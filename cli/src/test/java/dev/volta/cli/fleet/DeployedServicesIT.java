package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Services of a deployed fleet: starting, stopping, logs, examining. */
@Timeout(600)
class DeployedServicesIT extends OnDeployFleet {
    @Test
    void startsStopsAndRestartsSingleServices() throws Exception {
        describe("volta.yaml", BASE + healthyApi("fast"));
        done("deploy-all");
        var unknown = volta("restart", "apy");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).isEqualTo("volta: there is no service 'apy'; did you mean 'api'?\n");
        assertThat(done("stop", "api@n[2-3]").out()).isEqualTo("services stopped: 2\n");
        assertThat(done("stop", "api@n[2-3]").out()).isEqualTo("nothing runs\n");
        assertThat(volta("status").out())
                .containsPattern("n2 +api +ended with status 143 ")
                .containsPattern("n4 +api +running ");
        assertThat(done("start", "api").out()).isEqualTo("services started: 2\n");
        assertThat(done("start", "api").out()).isEqualTo("runs already\n");
        var restarted = done("restart", "api", "--serial", "1");
        assertThat(restarted.out()).isEqualTo("services restarted: 3\n");
        assertThat(restarted.err())
                .isEqualTo(Stream.of("n2", "n3", "n4")
                        .map(node -> node + ": stop api\n" + node + ": start api\n")
                        .reduce("", String::concat));
    }

    @Test
    void stopsInReverseOrderAlsoWhatNobodyWatches() throws Exception {
        describe("volta.yaml", BASE + healthyApi("fast"));
        done("deploy-all");
        kill("KILL", unit(2, "api").resolve("watcher"));
        var status = volta("status");
        assertThat(status.code()).isEqualTo(1);
        assertThat(status.out()).containsPattern("n2 +api +unwatched ");
        describe("volta.yaml", healthyApi("fast").replace("after: [base], ", ""));
        var stopped = done("stop-all");
        assertThat(stopped.out()).isEqualTo("services stopped: 4\n");
        assertThat(stopped.err()).startsWith("n1: stop base\n").contains("n2: stop api\n");
        assertThat(processesOnNodes()).isEmpty();
    }

    @Test
    void followsTheLogsOfManyAndEndsThere() throws Exception {
        describe("volta.yaml", BASE + healthyApi("fast"));
        done("deploy-all");
        var out = folder.resolve("followed.out");
        var process = inBackground(out, folder.resolve("followed.err"), "logs", "-F", "api");
        try {
            await(() -> Files.readAllLines(out).size() >= 3);
            Files.writeString(log(3, "api"), "one more\n", StandardOpenOption.APPEND);
            await(() -> Files.readAllLines(out).contains("api@n3: one more"));
            assertThat(Files.readAllLines(out))
                    .containsExactlyInAnyOrder(
                            "api@n2: mode fast", "api@n3: mode fast", "api@n4: mode fast", "api@n3: one more");
            TestFleet.interrupt(process);
        } finally {
            process.destroyForcibly();
        }
        await(() -> processesOnNodes().stream().noneMatch(running -> running.startsWith("tail ")));
    }

    private static Path log(int node, String service) {
        return folder.resolve("at/n" + node + "/log/volta/" + service + ".log");
    }

    @Test
    void theDoctorFindsWhatIsWrong() throws Exception {
        describe("volta.yaml", BUILT_IN + BASE + healthyApi("fast"));
        done("deploy-all");
        var well = done("doctor");
        assertThat(well.out())
                .containsPattern(
                        "ok +n1 +controller socket +.*/run/controller.sock is a socket of .*, mode 600, accepts\n")
                .containsPattern("ok +n1 +way to the controller +.* accepts\n")
                .containsPattern("ok +n1 +lock +free\n")
                .containsPattern("ok +n3 +service api +running\n")
                .doesNotContain("FAULT", "warning");

        var ports = List.of(fleet.port(1), fleet.port(2), fleet.port(3), OpenSshd.freePort());
        describe("ill.yaml", BUILT_IN + BASE + healthyApi("fast"), ports);
        Ran.bash(folder, "chmod 666 at/n1/run/controller.sock");
        Files.writeString(log(1, "controller"), "worker n1-1: broken pipe\n", StandardOpenOption.APPEND);
        done("stop", "api@n2");
        kill("KILL", unit(3, "api").resolve("watcher"));
        var lock = takenByAnn();
        var claim = Path.of(lock.folder(), "volta-lock." + lock.name() + ".t.held");
        var lines = new ArrayList<>(Files.readAllLines(claim));
        lines.set(1, "%12d".formatted(Long.parseLong(lines.get(1).strip()) - 300));
        Files.write(claim, lines);

        var ill = Ran.bash(folder, fleet.program(JAVA, "ill.yaml", "doctor"));
        assertThat(ill.code()).isEqualTo(1);
        assertThat(ill.out())
                .containsPattern("FAULT +n1 +controller socket .* mode 666; it has to be of .* alone, mode 600")
                .containsPattern("warning +n1 +controller log +'worker n1-1: broken pipe'; read on: volta logs")
                .containsPattern("FAULT +n2 +service api +ended with status 143; see 'volta logs api@n2'")
                .containsPattern("FAULT +n3 +service api +unwatched, and process \\d+ of it runs on; ")
                .containsPattern("FAULT +n4 +ssh +unreachable: .*; try 'volta ssh n4'")
                .containsPattern("FAULT +n1 +lock +expired, of ann@desk \\(process 42, 'volta deploy-all'\\)")
                .containsPattern("ok +n1 +way to the controller");
        var json = new ObjectMapper()
                .readTree(Ran.bash(folder, fleet.program(JAVA, "ill.yaml", "doctor", "--output", "json"))
                        .out());
        assertThat(json.findValuesAsText("result").stream().filter("fault"::equals))
                .hasSize(5);
    }
}
