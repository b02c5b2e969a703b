package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JschOnSshdIT extends SshdConformance implements RivalConformance {
    @Override
    Link link(SshSettings chosen) {
        return Link.jsch(chosen);
    }

    @Test
    void saysThatItCannotListenOnTheNode() throws Exception {
        var there = folder.resolve("there.sock");
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.socketFromNode(there.toString(), folder.resolve("here.sock")))
                    .isInstanceOf(TunnelUnsupported.class)
                    .hasMessageContaining("through a fleet");
        }
        assertThat(there).doesNotExist();
    }
}
