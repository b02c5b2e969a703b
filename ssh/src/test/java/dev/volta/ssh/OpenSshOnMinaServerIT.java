package dev.volta.ssh;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.local.Foreground;
import org.junit.jupiter.api.BeforeAll;

class OpenSshOnMinaServerIT extends HermeticConformance implements RivalConformance {
    @BeforeAll
    static void needsSsh() {
        assumeTrue(Foreground.find("ssh").isPresent(), "ssh is not there (openssh-client)");
    }

    @Override
    Link link(SshSettings chosen) {
        return Link.openSsh(chosen);
    }
}
