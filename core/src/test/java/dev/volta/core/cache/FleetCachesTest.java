package dev.volta.core.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class FleetCachesTest {
    private final Queue<String> dropped = new ConcurrentLinkedQueue<>();

    @Test
    void dropsOncePerKernelAndPrefersWhoNeedsNoSudo() throws Exception {
        var caches =
                caches(Map.of("a", "boot1 sudo-asks", "b", "boot1 direct", "c", "boot2 sudo", "d", "boot1 direct"));
        var plan = caches.survey(nodes("a", "b", "c", "d"));
        assertThat(plan.lacking()).isEmpty();
        assertThat(plan.needsPassword()).isFalse();
        assertThat(plan.kernels())
                .extracting(kernel -> kernel.doer().name().value())
                .containsExactly("b", "c");
        assertThat(caches.drop(plan, Level.ALL, "").ok()).isTrue();
        assertThat(dropped).containsExactlyInAnyOrder("b: sh 3", "c: sudo 3");
    }

    @Test
    void namesEveryNodeThatCannotAndWhy() throws Exception {
        var caches = caches(Map.of("a", "boot1 direct", "b", "boot2 none there is no sudo"));
        var plan = caches.survey(nodes("a", "b", "gone"));
        assertThat(plan.lacking().entrySet())
                .extracting(entry -> entry.getKey().name() + ": " + entry.getValue())
                .containsExactlyInAnyOrder("b: there is no sudo", "gone: no route to host");
        assertThat(dropped).isEmpty();
    }

    @Test
    void asksForAPasswordWhenSudoDoes() throws Exception {
        var plan = caches(Map.of("a", "boot1 sudo-asks")).survey(nodes("a"));
        assertThat(plan.needsPassword()).isTrue();
    }

    private FleetCaches caches(Map<String, String> abilities) {
        return new FleetCaches(FanOut.ofWidth(2), new NodeAccess() {
            @Override
            public Remote connect(Node node) {
                var ability = abilities.get(node.name().value());
                if (ability == null) {
                    throw new RemoteException(node.name(), "no route to host");
                }
                return new Scripted(node.name(), ability);
            }

            @Override
            public void close() {}
        });
    }

    private static List<Node> nodes(String... names) {
        return java.util.Arrays.stream(names)
                .map(name -> new Node(
                        new NodeName(name),
                        new Reach.Here(),
                        Set.of(),
                        Optional.empty(),
                        NodePaths.UNSAID,
                        new Origin.ByDefault()))
                .toList();
    }

    /** Answers the question for its ability and notes the drop. */
    private final class Scripted implements Remote {
        private final NodeName name;
        private final String ability;

        Scripted(NodeName name, String ability) {
            this.name = name;
            this.ability = ability;
        }

        @Override
        public NodeName node() {
            return name;
        }

        @Override
        public ExitStatus run(Command command, OutputSink sink) {
            var argv = command.argv();
            if (command.quoted().contains("# ability.sh")) {
                sink.stdout(ByteBuffer.wrap((ability + "\n").getBytes(StandardCharsets.UTF_8)));
            } else {
                dropped.add(name + ": " + argv.getFirst() + " " + argv.get(argv.size() - 2));
            }
            return new ExitStatus.Exited(0);
        }

        @Override
        public Upload.Outcome upload(Upload upload, TransferProgress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void download(String source, Path target, TransferProgress progress) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tunnel socketToNode(Path here, String there) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Tunnel socketFromNode(String there, Path here) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
