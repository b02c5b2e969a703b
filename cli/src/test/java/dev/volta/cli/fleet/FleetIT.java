package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a fleet tells of its nodes and of what was done there. */
@Timeout(180)
class FleetIT extends OnTestFleet {
    @Test
    void refusesANodesFileWithDuplicates() throws IOException {
        var hosts = Files.writeString(folder.resolve("hosts"), "alpha:2201\nbeta\nalpha:2201\n");
        var ran = fleet.volta("exec", "--nodes-file", hosts.toString(), "true");
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.err()).contains("host alpha port 2201 is given twice", "hosts:1");
        fleet.describe("twice.yaml", List.of(fleet.line("n1", "127.0.0.1", 2201), fleet.line("n1", "127.0.0.1", 2201)));
        var twice = fleet.on("twice.yaml", "nodes");
        assertThat(twice.code()).isEqualTo(78);
        assertThat(twice.err()).contains("'n1' is given twice", "'127.0.0.1 port 2201' is given twice");
    }

    @Test
    void refusesANodeWhosePortLeadsToTheMachineOfAnother() throws Exception {
        var own = Files.createDirectories(folder.resolve("machines"));
        var first = fleet.port(1);
        var second = fleet.port(2);
        var description = fleet.describe(
                "machines/volta.yaml",
                List.of(fleet.line("n1", "127.0.0.1", first), fleet.line("n2", "localhost", second)));
        var mark = own.resolve("mark");
        var pins = folder.resolve(".volta/known_hosts").toString();
        try (var _ = RunningMachine.start(own, "n2", first)) {
            for (var keep : List.of("--no-keep", "--keep")) {
                var ran =
                        fleet.on("machines/volta.yaml", "exec", keep, "--known-hosts", pins, "touch", mark.toString());
                assertThat(ran.code()).as(ran.err()).isEqualTo(78);
                assertThat(ran.err().lines())
                        .containsExactly(
                                "volta: nothing was touched, because of this:",
                                description + ":3:5: n1 is described with port " + first + ", where the machine of n2"
                                        + " runs; describe both as they run, or end that machine first: volta vm down"
                                        + " -l n2",
                                description + ":4:5: n2 is described with port " + second + ", and its machine was"
                                        + " started with port " + first + "; put the line back that says " + first
                                        + ", or end the machine first: volta vm down -l n2");
            }
            var other = fleet.on(
                    "machines/volta.yaml", "exec", "-l", "n1", "--known-hosts", pins, "touch", mark.toString());
            assertThat(other.code()).isEqualTo(78);
            var list = Files.writeString(own.resolve("hosts"), "127.0.0.1:" + first + "\n");
            var byAddress = fleet.on(
                    "machines/volta.yaml",
                    "exec",
                    "--nodes-file",
                    list.toString(),
                    "--known-hosts",
                    pins,
                    "echo",
                    "there");
            assertThat(byAddress.out()).as(byAddress.err()).isEqualTo("127.0.0.1: there\n");
        }
        assertThat(mark).doesNotExist();
        var ran = fleet.on("machines/volta.yaml", "exec", "-l", "n1", "--known-hosts", pins, "touch", mark.toString());
        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(mark).exists();
    }

    @Test
    void tellsFacts() throws IOException {
        var ran = fleet.volta("facts", "-l", "n[1-2]", "--output", "json");
        assertThat(ran.code()).as(ran.err()).isZero();
        var nodes = new ObjectMapper().readTree(ran.out());
        assertThat(nodes).hasSize(2);
        var facts = nodes.get(0).get("facts");
        assertThat(nodes.get(0).get("node").asText()).isEqualTo("n1");
        assertThat(facts.get("host").get("logicalCpus").asInt()).isPositive();
        assertThat(facts.get("supervisor").asText()).isIn("systemd", "plain");
        assertThat(facts.get("freeBytes").get("/tmp").asLong()).isPositive();
        var clock = facts.get("clock");
        // Here both clocks are one: the truth is zero, and must lie within the uncertainty.
        assertThat(Math.abs(clock.get("offsetSeconds").asDouble()))
                .isLessThanOrEqualTo(clock.get("uncertaintySeconds").asDouble());
        assertThat(clock.get("uncertaintySeconds").asDouble()).isBetween(0.0, 5.0);
        var text = fleet.volta("facts", "-l", "n1").out();
        assertThat(text)
                .startsWith("n1\n  kernel     Linux ")
                .contains("  supervisor ", "  clock ", "(no difference seen)");
    }

    @Test
    void listsNodesWithTheLinesTheyComeFrom() throws IOException {
        var ran = fleet.volta("nodes", "-l", "n[1-2]");
        assertThat(ran.out()).isEqualTo("""
                NODE     ADDRESS          LABELS   FROM
                n1       127.0.0.1:%05d  head     %s:3
                n2       127.0.0.1:%05d  worker   %s:4
                """.formatted(
                        fleet.port(1), folder.resolve("volta.yaml"), fleet.port(2), folder.resolve("volta.yaml")));
        var json = new ObjectMapper()
                .readTree(fleet.volta("nodes", "--output", "json").out());
        assertThat(json).hasSize(4);
        assertThat(json.get(0).get("labels").get(0).asText()).isEqualTo("head");
    }

    @Test
    void opensASessionWithTheSystemsSsh() throws Exception {
        var ran = Ran.bash(folder, fleet.program("", "volta.yaml", "ssh", "n2", "echo there; exit 9"));
        assertThat(ran.out()).isEqualTo("there\n");
        assertThat(ran.code()).isEqualTo(9);
        var none = Ran.bash(
                folder,
                "java=1; PATH=/nothing "
                        + fleet.program("", "volta.yaml", "ssh", "n2").replace("setsid -w ", ""));
        assertThat(none.err()).isEqualTo("volta: there is no ssh on PATH; install the package openssh-client\n");
        assertThat(none.code()).isEqualTo(1);
        assertThat(fleet.volta("ssh", "n[1-2]").err()).contains("expected one node; 'n[1-2]' chooses n[1-2]");
    }

    @Test
    void writesEveryCommandToTheAuditLog() throws IOException {
        var log = folder.resolve(".volta/audit.jsonl");
        Files.deleteIfExists(log);
        fleet.volta("exec", "-l", "n[1-2]", "echo", "hello");
        var lines = Files.readAllLines(log);
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst()).contains("\"action\":\"begin\"", "\"nodes\":[\"n1\",\"n2\"]");
        var json = new ObjectMapper().readTree(lines.get(1));
        assertThat(json.get("argv").get(0).asText()).isEqualTo("env");
        assertThat(json.get("argv").get(1).asText())
                .startsWith("VOLTA_RUN=" + json.get("run").asText());
        assertThat(json.get("argv").get(2).asText()).isEqualTo("echo");
        assertThat(json.get("exit").asInt()).isZero();
        assertThat(json.get("address").asText()).startsWith("127.0.0.1:");
    }

    @Test
    void doesNothingWithoutAnAuditLog() throws Exception {
        Files.createDirectories(folder.resolve("sealed/.volta/audit.jsonl"));
        Files.copy(folder.resolve("volta.yaml"), folder.resolve("sealed/volta.yaml"));
        var mark = folder.resolve("must-not-be");
        var ran = fleet.on("sealed/volta.yaml", "exec", "touch", mark.toString());
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.err())
                .contains(
                        "the audit log cannot be written: ",
                        "audit.jsonl is a folder and no regular file; move it away");
        assertThat(mark).doesNotExist();
    }
}
