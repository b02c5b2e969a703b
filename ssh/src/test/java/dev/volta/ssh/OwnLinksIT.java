package dev.volta.ssh;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.link.Links;
import dev.volta.core.link.OwnLinks;
import dev.volta.core.link.Way;
import dev.volta.core.remote.Remote;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class OwnLinksIT extends LinksConformance {
    private MinaFleet fleet;

    @BeforeEach
    void connect() {
        fleet = MinaFleet.start(settings);
    }

    @AfterEach
    void disconnect() {
        fleet.close();
    }

    @Override
    Links open(List<Way> ways, Path hub) throws InterruptedException {
        var access = new NodeAccess() {
            @Override
            public Remote connect(Node node) throws InterruptedException {
                return fleet.connect(target(node.name()));
            }

            @Override
            public void close() {}
        };
        return OwnLinks.open(
                ways,
                hub,
                name -> new Node(
                        name, new Reach.Here(), Set.of(), Optional.empty(), NodePaths.UNSAID, new Origin.ByDefault()),
                access);
    }

    @Override
    void end(Links links) {
        links.close();
    }
}
