package dev.volta.cli.keeper.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.keeper.SshChoices;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What makes a connection another one: everything that the files and options say about it, and nothing else. */
class SshConnectionPlanTest {
    private static final Node NODE = node("vm1", 22, Optional.empty());

    @TempDir
    private Path home;

    private Map<String, String> settings;
    private String before;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(home.resolve(".ssh"));
        Files.writeString(home.resolve(".ssh/config"), "Host lab\n  User ann\n  IdentityFile ~/.ssh/lab_key\n");
        Files.writeString(home.resolve(".ssh/lab_key"), "secret");
        Files.writeString(home.resolve("known_hosts"), "");
        settings = choices(Optional.empty()).settings();
        before = identity(settings, NODE);
    }

    @Test
    void theOrderOfSettingsDoesNotMatter() {
        var reversed = new LinkedHashMap<String, String>();
        List.copyOf(settings.keySet()).reversed().forEach(key -> reversed.put(key, settings.getOrDefault(key, "")));
        assertThat(identity(reversed, NODE)).isEqualTo(before);
    }

    @Test
    void anotherKnownHostIsAnother() throws IOException {
        Files.writeString(home.resolve("known_hosts"), "lab ssh-ed25519 AAAA\n");
        assertThat(identity(settings, NODE)).isNotEqualTo(before);
        Files.writeString(home.resolve("known_hosts"), "");
        assertThat(identity(settings, NODE)).isEqualTo(before);
    }

    @Test
    void aKnownHostInAFileOfItsOwnIsAnother() throws IOException {
        var config = home.resolve(".ssh/config");
        Files.writeString(config, "Host lab other\n  UserKnownHostsFile ~/.ssh/%n\n" + Files.readString(config));
        var first = identity(settings, NODE);
        Files.writeString(home.resolve(".ssh/other"), "lab ssh-ed25519 AAAA\n");
        assertThat(identity(settings, NODE)).isEqualTo(first);
        Files.writeString(home.resolve(".ssh/lab"), "lab ssh-ed25519 AAAA\n");
        assertThat(identity(settings, NODE)).isNotEqualTo(first);
    }

    @Test
    void aFileOfKnownHostsThatWasNamedIsTheOnlyOne() throws IOException {
        settings.put("known-hosts", home.resolve("known_hosts").toString());
        var config = home.resolve(".ssh/config");
        Files.writeString(config, "Host lab\n  UserKnownHostsFile ~/.ssh/%n\n" + Files.readString(config));
        var first = identity(settings, NODE);
        assertThat(first).doesNotContain(".ssh/lab#");
        Files.writeString(home.resolve(".ssh/lab"), "lab ssh-ed25519 AAAA\n");
        assertThat(identity(settings, NODE)).isEqualTo(first);
    }

    @Test
    void anotherUserInTheSshConfigurationIsAnother() throws IOException {
        Files.writeString(home.resolve(".ssh/config"), "Host lab\n  User bob\n  IdentityFile ~/.ssh/lab_key\n");
        assertThat(identity(settings, NODE)).isNotEqualTo(before);
    }

    @Test
    void aLineOfTheSshConfigurationThatConcernsOthersIsNone() throws IOException {
        var config = home.resolve(".ssh/config");
        Files.writeString(config, Files.readString(config) + "Host other\n  Port 2200\n");
        assertThat(identity(settings, NODE)).isEqualTo(before);
    }

    @Test
    void anyLineOfTheSshConfigurationConcernsANodeThatSshItselfReaches() throws IOException {
        var node =
                NODE.reachedBy(new Reach.Ssh("lab", Port.SSH, Optional.empty(), Optional.empty(), Transport.OPENSSH));
        var first = identity(settings, node);
        var config = home.resolve(".ssh/config");
        Files.writeString(config, Files.readString(config) + "Match exec true\n  Port 2200\n");
        assertThat(identity(settings, node)).isNotEqualTo(first);
    }

    @Test
    void aKeyFileThatWasReplacedIsAnother() throws IOException {
        var key = home.resolve(".ssh/lab_key");
        Files.setLastModifiedTime(
                key, FileTime.from(Files.getLastModifiedTime(key).toInstant().plusSeconds(2)));
        assertThat(identity(settings, NODE)).isNotEqualTo(before);
    }

    @Test
    void anotherPortUserAgentOrTimeLimitIsAnother() {
        assertThat(identity(settings, node("vm1", 23, Optional.empty()))).isNotEqualTo(before);
        assertThat(identity(settings, node("vm1", 22, Optional.of("eve")))).isNotEqualTo(before);
        assertThat(identity(choices(Optional.of(Path.of("/run/agent"))).settings(), NODE))
                .isNotEqualTo(before);
        var patient = new LinkedHashMap<>(settings);
        patient.put("connect-timeout", Duration.ofMinutes(1).toString());
        assertThat(identity(patient, NODE)).isNotEqualTo(before);
    }

    private SshChoices choices(Optional<Path> agent) {
        return new SshChoices(
                home,
                "me",
                home.resolve(".ssh/config"),
                List.of(home.resolve("known_hosts"), home.resolve("more")),
                Optional.empty(),
                agent,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
    }

    private static String identity(Map<String, String> settings, Node node) {
        var plan = SshConnectionPlan.read(settings);
        return plan.identity() + "\n" + plan.identity(node);
    }

    private static Node node(String name, int port, Optional<String> user) {
        return new Node(
                new NodeName(name),
                new Reach.Ssh("lab", new Port(port), user),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
    }
}
