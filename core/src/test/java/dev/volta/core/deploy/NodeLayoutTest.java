package dev.volta.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.facts.Fact;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeLayoutTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final NodePaths CHOSEN = new NodePaths(
            Optional.of(Path.of("/opt/x")), Optional.of(Path.of("/run/x")), Optional.of(Path.of("/var/log/x")));

    private static NodeLayout layout(String fleet, long uid, NodePaths paths) {
        var account = new LoginInfo("ann", uid, "/home/ann", "boot", false, Fact.unavailable("nobody asked"));
        return NodeLayout.of(paths, NODE, account, fleet);
    }

    @Test
    void fleetsOfANodeHaveTheirLogsApart() {
        assertThat(layout("lab", 0, NodePaths.UNSAID).log()).isEqualTo("/var/log/volta/lab");
        assertThat(layout("other", 0, NodePaths.UNSAID).log()).isEqualTo("/var/log/volta/other");
        assertThat(layout("lab", 1000, NodePaths.UNSAID).log()).isEqualTo("/home/ann/.local/share/volta/n1/log/lab");
        assertThat(layout("lab", 0, CHOSEN).log()).isEqualTo("/var/log/x/lab");
    }

    @Test
    void itsPathsLeadToIt() {
        var layout = layout("lab", 0, CHOSEN);
        assertThat(layout.paths()).isEqualTo(CHOSEN);
        assertThat(layout("lab", 0, layout.paths())).isEqualTo(layout);
        var before = new NodeLayout("lab", "/opt/x", "/opt/x/lab", "/run/x", "/var/log/x");
        assertThat(before.paths()).isEqualTo(CHOSEN);
    }
}
