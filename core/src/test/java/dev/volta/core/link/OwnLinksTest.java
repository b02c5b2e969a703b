package dev.volta.core.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.RunningOnly;
import dev.volta.core.remote.Tunnel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links over tunnels that are only counted. */
@Timeout(60)
class OwnLinksTest {
    private static final int NODES = 200;

    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final CountDownLatch several = new CountDownLatch(16);
    private String broken = "";

    private static List<TunnelSpec.Sockets> ways() {
        return IntStream.range(0, NODES)
                .mapToObj(i -> new TunnelSpec.Sockets(new NodeName("n" + i), i == 0, Path.of("/here/" + i), "/there"))
                .toList();
    }

    private static Node node(NodeName name) {
        return new Node(name, new Reach.Here(), Set.of(), Optional.empty(), NodePaths.UNSAID, new Origin.ByDefault());
    }

    private OwnLinks links() throws InterruptedException {
        return OwnLinks.open(ways(), Path.of("/hub"), OwnLinksTest::node, new Access());
    }

    private final class Access implements NodeAccess {
        @Override
        public Remote connect(Node node) {
            return new RunningOnly(node.name()) {
                @Override
                public ExitStatus run(Command command, OutputSink sink) {
                    throw new UnsupportedOperationException();
                }

                @Override
                public Tunnel socketToNode(Path here, String there) throws InterruptedException {
                    return tunnel(node.name());
                }

                @Override
                public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
                    return tunnel(node.name());
                }
            };
        }

        @Override
        public void close() {}
    }

    private Tunnel tunnel(NodeName name) throws InterruptedException {
        most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            several.countDown();
            // One after the other would never come to sixteen.
            if (!several.await(30, TimeUnit.SECONDS) || name.value().equals(broken)) {
                throw new RemoteException(name, "no tunnel");
            }
        } finally {
            underWay.decrementAndGet();
        }
        open.incrementAndGet();
        return new Tunnel() {
            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    @Test
    void opensManyAtOnceButNotAll() throws InterruptedException {
        try (var links = links()) {
            assertThat(open).hasValue(NODES);
            assertThat(most.get()).isBetween(16, 32);
            assertThat(links.cuts()).isEmpty();
        }
        assertThat(open).hasValue(0);
    }

    @Test
    void leavesNoneOpenWhenOneFails() {
        broken = "n150";
        assertThatThrownBy(this::links).isInstanceOf(RemoteException.class).hasMessageContaining("n150");
        assertThat(open).hasValue(0);
    }
}
