package dev.volta.ssh.openssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.ssh.openssh.ClientConfig.Block;
import dev.volta.ssh.openssh.ClientConfig.Option;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientConfigTest {
    @Test
    void singleHostsComeBeforeAllAndTheFilesOfTheUserLast() {
        var config = new ClientConfig(
                List.of(new Block("vm1", List.of(Option.of("Port", 2201), Option.of("User", "a b")))),
                List.of(
                        Option.of("StrictHostKeyChecking", "yes"),
                        Option.files("UserKnownHostsFile", List.of(Path.of("/a"), Path.of("/b")))),
                List.of(Path.of("/c")));
        assertThat(config.text()).isEqualTo("""
                # Written by Volta for one connection.
                Host vm1
                  Port 2201
                  User "a b"
                Host *
                  StrictHostKeyChecking yes
                  UserKnownHostsFile /a /b
                  Include /c
                """);
    }
}
