package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.keeper.client.KeptLinks;
import dev.volta.core.link.Links;
import dev.volta.core.link.TunnelSpec;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class KeptLinksIT extends LinksConformance {
    private KeptLink keeper;
    private KeeperControl control;
    private final Map<NodeName, Node> nodes = new HashMap<>();

    @BeforeEach
    void startKeeper() {
        keeper = new KeptLink(settings);
        control = new KeeperControl(keeper.place());
    }

    @AfterEach
    void stopKeeper() {
        keeper.close();
    }

    @Override
    Links open(List<TunnelSpec.Sockets> ways, Path hub) throws InterruptedException {
        ways.forEach(way -> nodes.put(way.node(), keeper.register(target(way.node()))));
        var links = hold(ways, hub);
        // Another command finds them as they are, and leaves them so.
        hold(ways, hub).close();
        assertThat(KeptLinks.of(control, hub)).hasSameSizeAs(ways);
        return links;
    }

    private Links hold(List<TunnelSpec.Sockets> ways, Path hub) throws InterruptedException {
        return KeptLinks.hold(
                keeper.newAccess(),
                control,
                ways,
                hub,
                name -> Objects.requireNonNull(nodes.get(name)),
                AuditLog.nowhere("tester", "run", Clock.systemUTC()));
    }

    @Override
    void end(Links links) throws InterruptedException {
        links.close();
        KeptLinks.release(control, links.hub());
    }
}
