package dev.volta.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.service.TestKinds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SupervisorsTest {
    private static final NodeLayout LAYOUT = new NodeLayout("lab", "/opt/volta", "/opt/volta/lab", "/run/v", "/log");

    @ParameterizedTest
    @CsvSource({
        "0, true, systemd, volta-lab-a--b-",
        "0, false, plain, /opt/volta/lab/services",
        "7, true, plain, /opt/volta/lab/services",
        "7, false, plain, /opt/volta/lab/services"
    })
    void systemdServesRootWhereItIsThere(long uid, boolean systemd, String name, String scope) throws Exception {
        var account = new LoginInfo("ann", uid, "/home/ann", "boot", systemd);
        try (var remote = new LocalRemote(new NodeName("a-b"))) {
            var kind = TestKinds.SUPERVISORS.serving(account, remote, _ -> false);
            assertThat(kind.name()).isEqualTo(name);
            assertThat(kind.scope(remote.node(), LAYOUT)).isEqualTo(scope);
        }
    }

    @Test
    void theOneThatKeepsServicesGoesOnIfItStillServesTheNode() throws Exception {
        try (var remote = new LocalRemote(new NodeName("n1"))) {
            var root = new LoginInfo("root", 0, "/root", "boot", true);
            assertThat(TestKinds.SUPERVISORS
                            .serving(root, remote, PlainKind.class::isInstance)
                            .name())
                    .isEqualTo("plain");
            var ann = new LoginInfo("ann", 7, "/home/ann", "boot", true);
            assertThat(TestKinds.SUPERVISORS
                            .serving(ann, remote, SystemdKind.class::isInstance)
                            .name())
                    .isEqualTo("plain");
        }
    }

    @Test
    void tellsServicesOfTheFleetFromOthers() {
        var node = new NodeName("n1");
        assertThat(new SystemdKind().keeps(node, LAYOUT, "volta-lab-n1-api.service"))
                .isTrue();
        assertThat(new SystemdKind().keeps(node, LAYOUT, "volta-lab-n12-api.service"))
                .isFalse();
        assertThat(new PlainKind().keeps(node, LAYOUT, "/opt/volta/lab/services/api"))
                .isTrue();
        assertThat(new PlainKind().keeps(node, LAYOUT, "/opt/volta/lab/services2/api"))
                .isFalse();
    }
}
