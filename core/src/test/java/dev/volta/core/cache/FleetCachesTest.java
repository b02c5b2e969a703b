package dev.volta.core.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.privilege.Sudo;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.RunningOnly;
import dev.volta.core.remote.Scripts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
    void dropsOncePerKernel() throws Exception {
        var caches = caches(Map.of("a", "boot1", "b", "boot1", "c", "boot2", "d", "boot1"));
        var plan = caches.survey(nodes("a", "b", "c", "d"));
        assertThat(plan.lacking()).isEmpty();
        assertThat(plan.doers()).extracting(node -> node.name().value()).containsExactly("a", "c");
        assertThat(caches.drop(plan, Level.ALL).ok()).isTrue();
        assertThat(dropped).containsExactlyInAnyOrder("a: 3", "c: 3");
    }

    @Test
    void namesEveryNodeThatCannotAndWhyAndDropsNowhere() throws Exception {
        var caches = caches(Map.of("a", "boot1", "b", ""));
        var plan = caches.survey(nodes("a", "b", "gone"));
        assertThat(plan.lacking().entrySet())
                .extracting(entry -> entry.getKey().name() + ": " + entry.getValue())
                .containsExactly("b: read-only there", "gone: no route to host");
        assertThatThrownBy(() -> caches.drop(plan, Level.ALL)).isInstanceOf(IllegalArgumentException.class);
        assertThat(dropped).isEmpty();
    }

    private FleetCaches caches(Map<String, String> kernels) {
        return new FleetCaches(
                FanOut.ofWidth(2),
                new NodeAccess() {
                    @Override
                    public Remote connect(Node node) {
                        var kernel = kernels.get(node.name().value());
                        if (kernel == null) {
                            throw new RemoteException(node.name(), "no route to host");
                        }
                        return new Scripted(node.name(), kernel);
                    }

                    @Override
                    public void close() {}
                },
                new Sudo(Optional::empty));
    }

    private static List<Node> nodes(String... names) {
        return Arrays.stream(names)
                .map(name -> new Node(
                        new NodeName(name),
                        new Reach.Here(),
                        Set.of(),
                        Optional.empty(),
                        NodePaths.UNSAID,
                        new Origin.ByDefault()))
                .toList();
    }

    /** Is root, answers for its kernel and notes the drop. */
    private final class Scripted extends RunningOnly {
        private final String kernel;

        Scripted(NodeName name, String kernel) {
            super(name);
            this.kernel = kernel;
        }

        @Override
        public ExitStatus run(Command command, OutputSink sink) {
            var argv = command.argv();
            var script = argv.get(2);
            if (script.contains("id -u")) {
                return Scripts.ended(command, 40, sink);
            }
            if (script.contains("sync && ")) {
                dropped.add(node() + ": " + argv.get(argv.size() - 2));
                return Scripts.ended(command, 0, sink);
            }
            if (kernel.isEmpty()) {
                sink.stderr(ByteBuffer.wrap("read-only there\n".getBytes(StandardCharsets.UTF_8)));
                return Scripts.ended(command, 1, sink);
            }
            sink.stdout(ByteBuffer.wrap((kernel + "\n").getBytes(StandardCharsets.UTF_8)));
            return Scripts.ended(command, 0, sink);
        }
    }
}
