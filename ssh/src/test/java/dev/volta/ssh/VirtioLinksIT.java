package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.link.Links;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.vm.link.GuestLink;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The links of virtual machines, whose guests' side is their own program, compiled for this machine. */
class VirtioLinksIT extends LinksConformance {
    private final Map<NodeName, GuestLink> links = new HashMap<>();
    private final List<Process> guests = new ArrayList<>();

    @BeforeEach
    void compile() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "skipped: gcc is not there");
        var compiler = new ProcessBuilder("../core/src/test/c/link/build.sh", program())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        for (var name : List.of("controller", "worker")) {
            links.put(new NodeName(name), GuestLink.listen(new NodeName(name), port(name)));
        }
        startGuests();
    }

    @AfterEach
    void endAll() {
        endGuests();
        links.values().forEach(GuestLink::close);
    }

    private String program() {
        return folder.resolve("link-guest").toString();
    }

    private Path port(String name) {
        return folder.resolve(name + ".port");
    }

    private void startGuests() throws IOException {
        for (var name : links.keySet()) {
            guests.add(new ProcessBuilder(program(), port(name.value()).toString())
                    .redirectInput(new File("/dev/null"))
                    .inheritIO()
                    .start());
        }
    }

    private void endGuests() {
        guests.forEach(guest -> guest.destroyForcibly().onExit().join());
        guests.clear();
    }

    @Override
    void breakConnections() throws IOException {
        endGuests();
        startGuests();
    }

    @Override
    Links open(List<TunnelSpec.Sockets> ways, Path hub) throws InterruptedException {
        return openOwn(ways, hub, name -> new Machine(name, Objects.requireNonNull(links.get(name))));
    }

    private static final class Machine extends ForwardingRemote {
        private final GuestLink link;

        Machine(NodeName node, GuestLink link) {
            super(new LocalRemote(node));
            this.link = link;
        }

        @Override
        public Tunnel socketToNode(Path here, String there) throws InterruptedException {
            return answering().socketToNode(here, there);
        }

        @Override
        public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
            return answering().socketFromNode(there, here);
        }

        private GuestLink answering() throws InterruptedException {
            if (!link.answers(Duration.ofSeconds(30))) {
                throw new RemoteException(node(), "the guest does not answer");
            }
            return link;
        }
    }
}
