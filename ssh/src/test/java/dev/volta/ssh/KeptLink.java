package dev.volta.ssh;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperAccess;
import dev.volta.core.keeper.client.KeeperProgram;
import dev.volta.core.keeper.server.Keeper;
import dev.volta.core.keeper.wire.KeptFailure;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import dev.volta.core.vm.fleet.Booting;
import dev.volta.core.wire.RuntimeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * MINA behind a keeper in this process. Exceptions come out of a keeper with their message and the name of their class;
 * here they are made into that class again, so that one suite holds for all.
 */
final class KeptLink implements Link {
    private final Map<String, SshTarget> targets = new ConcurrentHashMap<>();
    private final SshSettings settings;
    private final KeeperPlace place;
    private final Keeper keeper;
    private final KeeperAccess access;
    private final Thread thread;
    private final Path folder;

    KeptLink(SshSettings settings) {
        this.settings = settings;
        try {
            folder = Files.createTempDirectory("volta-kept");
            place = KeeperPlace.of(folder, new RuntimeFolder(folder.resolve("volta"), List.of()));
            keeper = Keeper.open(
                            place,
                            "test",
                            Duration.ofMinutes(1),
                            _ -> plan(),
                            Booting.NONE,
                            InstantSource.system(),
                            System.err)
                    .orElseThrow();
            thread = Thread.ofVirtual().start(() -> {
                try (keeper) {
                    keeper.keep();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            access = newAccess();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConnectionPlan plan() {
        return new ConnectionPlan() {
            @Override
            public String identity() {
                return "";
            }

            @Override
            public String identity(Node node) {
                return target(node).toString();
            }

            @Override
            public NodeAccess access() {
                var fleet = MinaFleet.start(settings);
                return new NodeAccess() {
                    @Override
                    public Remote connect(Node node) throws InterruptedException {
                        return fleet.connect(target(node));
                    }

                    @Override
                    public void close() {
                        fleet.close();
                    }
                };
            }
        };
    }

    private SshTarget target(Node node) {
        return Objects.requireNonNull(
                targets.get(((Reach.Ssh) node.reach()).user().orElseThrow()));
    }

    /** The node that leads to {@code target}. */
    Node register(SshTarget target) {
        var id = "t" + targets.size();
        targets.put(id, target);
        return new Node(
                target.node(),
                new Reach.Ssh("there", new Port(target.port()), Optional.of(id)),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
    }

    KeeperPlace place() {
        return place;
    }

    /** A client of this keeper, which is not started anew. */
    KeeperAccess newAccess() {
        return new KeeperAccess(place, new KeeperProgram(List.of("false"), "test"), Map.of());
    }

    @Override
    public Remote connect(SshTarget target) throws InterruptedException {
        var node = register(target);
        return revived(target, () -> new Revived(access.connect(node), target));
    }

    @Override
    public void close() {
        access.close();
        keeper.leave();
        try {
            thread.join();
            try (var files = Files.list(folder.resolve("volta"))) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder.resolve("volta"));
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Deed<T> {
        T doIt() throws InterruptedException;
    }

    private static <T> T revived(SshTarget target, Deed<T> deed) throws InterruptedException {
        try {
            return deed.doIt();
        } catch (KeptFailure e) {
            var message = String.valueOf(e.getMessage());
            for (var phase : Phase.values()) {
                var start = target.node() + ": " + target.address() + ": " + phase + ": ";
                if (message.startsWith(start)) {
                    throw exception(e, target, phase, message.substring(start.length()));
                }
            }
            throw e;
        }
    }

    private static RuntimeException exception(KeptFailure kept, SshTarget target, Phase phase, String problem) {
        return switch (kept.type()) {
            case "dev.volta.ssh.StartDropped" -> new StartDropped(target, problem, kept);
            case "dev.volta.ssh.TunnelUnsupported" -> new TunnelUnsupported(target, problem);
            case "dev.volta.ssh.ConnectionRefused" -> new ConnectionRefused(target, problem, kept);
            case "dev.volta.ssh.SshException" -> new SshException(target, phase, problem, kept);
            default -> kept;
        };
    }

    private record Revived(Remote remote, SshTarget target) implements Remote {
        @Override
        public boolean isOpen() {
            return remote.isOpen();
        }

        @Override
        public NodeName node() {
            return remote.node();
        }

        @Override
        public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
            return revived(target, () -> remote.run(command, sink));
        }

        @Override
        public Upload.Outcome upload(Upload upload, TransferProgress progress) throws InterruptedException {
            return revived(target, () -> remote.upload(upload, progress));
        }

        @Override
        public void download(String source, Path there, TransferProgress progress) throws InterruptedException {
            var _ = revived(target, () -> {
                remote.download(source, there, progress);
                return true;
            });
        }

        @Override
        public Tunnel socketToNode(Path here, String there) throws InterruptedException {
            return revived(target, () -> remote.socketToNode(here, there));
        }

        @Override
        public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
            return revived(target, () -> remote.socketFromNode(there, here));
        }

        @Override
        public Tunnel portToNode(Port here, Port there) throws InterruptedException {
            return revived(target, () -> remote.portToNode(here, there));
        }

        @Override
        public void close() {
            remote.close();
        }
    }
}
