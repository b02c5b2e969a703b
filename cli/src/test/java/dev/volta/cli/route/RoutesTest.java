package dev.volta.cli.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.ssh.SshTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesTest {
    private static final Reach.Ssh SSH = new Reach.Ssh("lab", Port.SSH, Optional.empty());
    private static final Node NODE =
            new Node(new NodeName("lab"), SSH, Set.of(), Optional.empty(), NodePaths.UNSAID, new Origin.ByDefault());

    @TempDir
    private Path home;

    @BeforeEach
    void makeKeys() throws IOException {
        Files.createDirectory(home.resolve(".ssh"));
        Files.createFile(home.resolve(".ssh/id_ed25519"));
    }

    private Routes routes(String config) throws IOException {
        return new Routes(new RouteChoices(
                home,
                "me",
                Files.writeString(home.resolve("config"), config),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                home.resolve("work"),
                Map.of()));
    }

    private SshTarget to(String config, Transport transport) throws IOException {
        return routes(config).to(NODE, SSH, transport);
    }

    @Test
    void triesTheUsualKeysUnlessNoneIsWanted() throws Exception {
        for (var transport : Transport.values()) {
            assertThat(to("User a\n", transport).identityFiles()).containsExactly(home.resolve(".ssh/id_ed25519"));
            assertThat(to("IdentityFile none\n", transport).identityFiles()).isEmpty();
            assertThat(to("Host lab\n  ProxyJump gate\nHost gate\n  IdentityFile none\n", transport)
                            .jumps()
                            .getFirst()
                            .identityFiles())
                    .isEmpty();
        }
    }

    @Test
    void aLineThatOnlySshReadsLeavesTheFilesOfKnownHosts() throws Exception {
        var config = "UserKnownHostsFile pins\nIdentityFile ~root/key\nPort ssh\n";
        var pins = home.resolve("work/pins");
        assertThat(to(config, Transport.OPENSSH).options().knownHosts()).containsExactly(pins);
        assertThat(routes(config).knownHosts(List.of(NODE))).containsExactly(pins);
        assertThat(routes(config).folder()).contains(home.resolve("work"));
        assertThat(routes("User a\n").folder()).isEmpty();
    }
}
