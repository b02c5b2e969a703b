package dev.volta.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.atIndex;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.wire.ForeignFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
    private static final Node NODE = new Node(
            new NodeName("vm1"),
            new Reach.Here(),
            Set.of(),
            Optional.empty(),
            NodePaths.UNSAID,
            new Origin.ByDefault());

    @TempDir
    private Path folder;

    private static final NodeAccess HERE = new NodeAccess() {
        @Override
        public Remote connect(Node node) {
            return new LocalRemote(node.name());
        }

        @Override
        public void close() {}
    };

    private static final NodeAccess DEAD = new NodeAccess() {
        @Override
        public Remote connect(Node node) {
            throw new RemoteException(node.name(), "dead");
        }

        @Override
        public void close() {}
    };

    private AuditLog open(String run) {
        return AuditLog.open(
                folder.resolve("state/audit.jsonl"), "ada", run, List.of("exec", "é\n"), List.of(NODE), NOON);
    }

    private List<JsonNode> lines() throws IOException {
        var lines = new ArrayList<JsonNode>();
        for (var line : Files.readAllLines(folder.resolve("state/audit.jsonl"))) {
            lines.add(new ObjectMapper().readTree(line));
        }
        return lines;
    }

    @Test
    void beginsWithWhoCalledWhatOnWhichNodes() throws IOException {
        open("r1").close();
        assertThat(Files.readString(folder.resolve("state/audit.jsonl")))
                .isEqualTo("{\"time\":\"2026-01-02T12:00:00Z\",\"user\":\"ada\",\"run\":\"r1\",\"action\":\"begin\","
                        + "\"argv\":[\"exec\",\"é\\n\"],\"nodes\":[\"vm1\"]}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("state/audit.jsonl"))))
                .isEqualTo("rw-------");
    }

    @Test
    void writesEachCommandAndNeitherInputNorOutput() throws Exception {
        try (var log = open("r1");
                var remote = log.over(HERE).connect(NODE)) {
            remote.run(Command.of("sh", "-c", "cat; exit 3").withStdin("secret".getBytes(StandardCharsets.UTF_8)));
            remote.run(Command.of("sleep", "9").withTimeout(Duration.ofMillis(100)));
            assertThatThrownBy(() -> remote.run(Command.of("/no/such/program"))).isInstanceOf(RemoteException.class);
        }
        var lines = lines();
        assertThat(Files.readString(folder.resolve("state/audit.jsonl"))).doesNotContain("secret");
        assertThat(lines).hasSize(4);
        assertThat(lines.get(1).get("node").asText()).isEqualTo("vm1");
        assertThat(lines.get(1).get("address").asText()).isEqualTo("local");
        assertThat(lines.get(1).get("action").asText()).isEqualTo("run");
        assertThat(lines.get(1).get("argv").toString()).isEqualTo("[\"sh\",\"-c\",\"cat; exit 3\"]");
        assertThat(lines.get(1).get("exit").asInt()).isEqualTo(3);
        assertThat(lines.get(2).get("status").asText()).isEqualTo("timed out after 0.1 s");
        assertThat(lines.get(2).get("seconds").asDouble()).isBetween(0.1, 5.0);
        assertThat(lines.get(3).get("status").asText()).startsWith("failed: vm1: cannot run");
    }

    @Test
    void writesOfItsOwnScriptNameDigestLengthAndParametersInPlaceOfTheText() throws Exception {
        var text = "echo \"$1é\"; exit 4\n";
        try (var log = open("r1");
                var remote = log.over(HERE).connect(NODE)) {
            Script.of("tell.sh", text).with("a b").run(remote);
            Script.of("tell.sh", text)
                    .with("c")
                    .withRights((argv, input) -> Command.of(behind("env", argv)).withStdin(input))
                    .run(remote);
        }
        var lines = lines();
        assertThat(lines.get(1).get("argv").toString()).isEqualTo("[\"sh\",\"-c\",\"<script>\",\"tell.sh\",\"a b\"]");
        assertThat(lines.get(1).get("script").toString())
                .isEqualTo("{\"name\":\"tell.sh\",\"sha256\":\""
                        + Sha256.of(text.getBytes(StandardCharsets.UTF_8)) + "\",\"length\":"
                        + text.getBytes(StandardCharsets.UTF_8).length + "}");
        assertThat(lines.get(1).get("exit").asInt()).isEqualTo(4);
        assertThat(lines.get(2).get("argv").toString())
                .isEqualTo("[\"env\",\"sh\",\"-c\",\"<script>\",\"tell.sh\",\"c\"]");
        assertThat(lines.get(2).get("script")).isEqualTo(lines.get(1).get("script"));
    }

    private static List<String> behind(String program, List<String> argv) {
        var all = new ArrayList<>(List.of(program));
        all.addAll(argv);
        return all;
    }

    @Test
    void aWatchCountsScriptsThatEndAsBefore() throws Exception {
        var script = Script.of("look.sh", "exit \"$1\"");
        try (var log = open("r1");
                var remote = log.over(HERE).connect(NODE)) {
            log.countRepeats();
            for (var exit : List.of("0", "0", "3", "0", "0")) {
                script.with(exit).run(remote);
            }
            for (var i = 0; i < 2; i++) {
                remote.run(Command.of("true"));
            }
            assertThat(lines()).hasSize(5);
        }
        var lines = lines();
        assertThat(lines)
                .extracting(line -> line.path("argv").path(4).asText() + " "
                        + line.path("status").asText() + " "
                        + line.path("times").asText())
                .containsExactly(
                        "  ",
                        "0 exit status 0 ",
                        "3 exit status 3 ",
                        " exit status 0 ",
                        " exit status 0 ",
                        "0 exit status 0 3");
        assertThat(lines.getLast().get("last").asText()).isEqualTo("2026-01-02T12:00:00Z");
    }

    @Test
    void aWatchWritesWhatItCountedOnceAMinute() throws Exception {
        var clock = new MovingClock();
        try (var log = AuditLog.open(
                        folder.resolve("state/audit.jsonl"), "ada", "r1", List.of("status"), List.of(NODE), clock);
                var remote = log.over(HERE).connect(NODE)) {
            log.countRepeats();
            for (var i = 0; i < 63; i++) {
                Script.of("look.sh", "true").run(remote);
                clock.now = clock.now.plusSeconds(2);
            }
        }
        assertThat(lines())
                .extracting(line -> line.get("time").asText().substring(14, 19) + " "
                        + line.path("times").asText() + " " + line.path("last").asText())
                .containsExactly(
                        "00:00  ", "00:00  ", "00:02 31 2026-01-02T12:01:02Z", "01:04 31 2026-01-02T12:02:04Z");
    }

    private static final class MovingClock extends Clock {
        private Instant now = NOON.instant();

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void writesTransfersAndFailedConnections() throws Exception {
        var source = Files.writeString(folder.resolve("a"), "text");
        var target = folder.resolve("b").toString();
        try (var log = open("r1")) {
            try (var remote = log.over(HERE).connect(NODE)) {
                remote.upload(new Upload(source, target, 0600), TransferProgress.NONE);
                remote.download(target, folder.resolve("c"), TransferProgress.NONE);
            }
            assertThatThrownBy(() -> log.over(DEAD).connect(NODE)).isInstanceOf(RemoteException.class);
        }
        assertThat(lines())
                .extracting(line ->
                        line.get("action").asText() + " " + line.path("status").asText())
                .containsExactly("begin ", "upload sent", "download fetched", "connect failed: vm1: dead");
    }

    @Test
    void appendsToWhatIsThere() throws IOException {
        open("r1").close();
        open("r2").close();
        assertThat(lines()).extracting(line -> line.get("run").asText()).containsExactly("r1", "r2");
    }

    @Test
    void beginsOnALineOfItsOwnAfterOneThatAFullDiskHasCut() throws IOException {
        var file = folder.resolve("state/audit.jsonl");
        open("r1").close();
        Files.writeString(file, "{\"time\":\"2026", StandardOpenOption.APPEND);
        try (var log = open("r2")) {
            Files.writeString(file, "{\"ti", StandardOpenOption.APPEND);
            log.trusted(NODE, List.of("SHA256:new"), List.of());
        }
        assertThat(Files.readAllLines(file))
                .hasSize(5)
                .satisfies(line -> assertThat(line).startsWith("{").endsWith("}"), atIndex(0))
                .satisfies(line -> assertThat(line).isEqualTo("{\"time\":\"2026"), atIndex(1))
                .satisfies(line -> assertThat(line).contains("\"run\":\"r2\"").endsWith("}"), atIndex(2))
                .satisfies(line -> assertThat(line).isEqualTo("{\"ti"), atIndex(3))
                .satisfies(line -> assertThat(line).contains("SHA256:new").endsWith("}"), atIndex(4));
    }

    @Test
    void writesTunnelsThatAKeeperHoldsAndConnectionsForWhichThereIsNoKeeper() throws Exception {
        var way = new TunnelSpec.Sockets(NODE.name(), true, Path.of("/hub"), "/there");
        try (var log = open("r1")) {
            log.hold(NODE, way, () -> {});
            assertThatThrownBy(() -> log.hold(NODE, way, () -> {
                        throw new RemoteException(NODE.name(), "away");
                    }))
                    .isInstanceOf(RemoteException.class);
            var noKeeper = new NodeAccess() {
                @Override
                public Remote connect(Node node) {
                    throw new IllegalStateException("there is no keeper");
                }

                @Override
                public void close() {}
            };
            assertThatThrownBy(() -> log.over(noKeeper).connect(NODE)).hasMessage("there is no keeper");
        }
        assertThat(lines().subList(1, 4))
                .extracting(line -> line.get("action").asText() + " " + line.get("argv") + " "
                        + line.get("status").asText())
                .containsExactly(
                        "tunnel [\"/hub\",\"/there\"] held by the keeper",
                        "tunnel [\"/hub\",\"/there\"] failed: vm1: away",
                        "connect [] failed: there is no keeper");
    }

    @Test
    void appendsToARegularFileOfItsOwnOnly() throws Exception {
        var file = Files.createDirectory(folder.resolve("state")).resolve("audit.jsonl");
        var other = Files.writeString(folder.resolve("other"), "text");
        Files.createSymbolicLink(file, other);
        assertThatThrownBy(() -> open("r1"))
                .hasCauseInstanceOf(ForeignFileException.class)
                .hasMessageContaining(file + " is a symbolic link and no regular file; move it away");
        assertThat(other).hasContent("text");
        Files.delete(file);
        Files.writeString(file, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> open("r1")).hasMessageContaining("it can be changed by others, mode 0666");
        assertThat(file).isEmptyFile();
    }

    @Test
    void refusesToBeginWithoutALog() throws IOException {
        Files.writeString(folder.resolve("state"), "a file where the folder should be");
        assertThatThrownBy(() -> open("r1"))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("nothing is done on a node without it");
    }

    @Test
    void refusesToBeginOnAFullDisk() {
        assertThatThrownBy(() -> AuditLog.open(Path.of("/dev/full"), "ada", "r1", List.of("exec"), List.of(NODE), NOON))
                .isInstanceOf(AuditException.class)
                .hasMessageContaining("No space left on device");
    }
}
