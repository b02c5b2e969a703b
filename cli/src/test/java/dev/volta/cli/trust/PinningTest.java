package dev.volta.cli.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.audit.AuditException;
import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeys;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinningTest {
    private static final HostKey OLD = key("old");
    private static final HostKey NEW = key("new");
    private static final Node NODE = new Node(
            new NodeName("n1"),
            new Reach.Ssh("n1", Port.SSH, Optional.empty()),
            Set.of(),
            Optional.empty(),
            NodePaths.UNSAID,
            new Origin.ByDefault());
    private static final SshTarget TARGET = SshTarget.of(NODE.name(), "n1", 22, "ada");
    private static final Place PLACE = new Place(NODE, "n1", TARGET, Transport.BUILTIN);

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private static HostKey key(String rest) {
        var name = "ssh-ed25519".getBytes(StandardCharsets.US_ASCII);
        var tail = rest.getBytes(StandardCharsets.US_ASCII);
        return HostKey.of(ByteBuffer.allocate(4 + name.length + tail.length)
                .putInt(name.length)
                .put(name)
                .put(tail)
                .array());
    }

    private static String line(String names, HostKey key) {
        return names + " " + key.algorithm() + " " + key.base64() + "\n";
    }

    private AuditLog log() {
        return AuditLog.open(folder.resolve("audit"), "ada", "r1", List.of("trust"), List.of(NODE), Clock.systemUTC());
    }

    private boolean replace(HostKeys pinned, AuditLog log) throws InterruptedException {
        var pinning = new Pinning(
                pinned,
                new Consent(true, List.of()),
                true,
                log,
                new PrintWriter(new StringWriter()),
                new PrintWriter(err, true));
        return pinning.settle(PLACE, new HostKeyScan.Answer.Keys(TARGET, List.of(NEW)));
    }

    @Test
    void takesTheOldKeyAwayAlsoWhereTheNewOneIsPinnedAlready() throws Exception {
        var file = Files.writeString(folder.resolve("pins"), line("n1,n2", OLD) + line("n1", NEW));
        try (var log = log()) {
            assertThat(replace(HostKeys.load(file, List.of()), log)).isTrue();
        }
        assertThat(file).hasContent(line("n2", OLD) + line("n1", NEW));
    }

    @Test
    void saysWhichFileOfOthersStillHasTheOldKeyAndPinsNothing() throws Exception {
        var file = Files.writeString(folder.resolve("pins"), line("n1", OLD));
        var other = Files.writeString(folder.resolve("other"), line("n*", OLD));
        try (var log = log()) {
            assertThat(replace(HostKeys.load(file, List.of(other)), log)).isFalse();
        }
        assertThat(err.toString())
                .contains("another key of it is pinned in " + other + ":1, which Volta does not write");
        assertThat(file).hasContent(line("n1", OLD));
        assertThat(Files.readAllLines(folder.resolve("audit"))).hasSize(1);
    }

    @Test
    void pinsNothingThatCannotBeWrittenToTheAuditLog() throws Exception {
        var file = Files.writeString(folder.resolve("pins"), line("n1", OLD));
        var log = log();
        log.close();
        assertThatThrownBy(() -> replace(HostKeys.load(file, List.of()), log)).isInstanceOf(AuditException.class);
        assertThat(file).hasContent(line("n1", OLD));
    }
}
