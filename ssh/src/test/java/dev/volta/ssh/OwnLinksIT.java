package dev.volta.ssh;

import dev.volta.core.link.Links;
import dev.volta.core.link.TunnelSpec;
import java.nio.file.Path;
import java.util.List;
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
    Links open(List<TunnelSpec.Sockets> ways, Path hub) throws InterruptedException {
        return openOwn(ways, hub, name -> fleet.connect(target(name)));
    }
}
