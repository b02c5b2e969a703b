package dev.volta.core.keeper;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Plans by which every node is this machine, and a record of what was connected. The setting {@code keys} stands for
 * what all nodes share; a node called {@code away} cannot be reached.
 */
public final class TestPlans implements ConnectionPlans {
    /** Connections in the order in which they were made. */
    public final List<Connection> made = new CopyOnWriteArrayList<>();

    public final List<String> accessesClosed = new CopyOnWriteArrayList<>();
    public volatile String details = "";

    @Override
    public ConnectionPlan read(Map<String, String> settings) {
        var keys = settings.getOrDefault("keys", "");
        var now = details;
        return new ConnectionPlan() {
            @Override
            public String identity() {
                return keys;
            }

            @Override
            public String identity(Node node) {
                return now;
            }

            @Override
            public NodeAccess access() {
                return new NodeAccess() {
                    @Override
                    public Remote connect(Node node) {
                        if (node.name().value().equals("away")) {
                            throw new RemoteException(node.name(), "no route to host");
                        }
                        var connection = new Connection(node.name());
                        made.add(connection);
                        return connection;
                    }

                    @Override
                    public void close() {
                        accessesClosed.add(keys);
                    }
                };
            }
        };
    }

    /** This machine, with a connection that can be cut. */
    public static final class Connection implements Remote {
        public volatile boolean open = true;
        private final LocalRemote local;

        Connection(NodeName node) {
            this.local = new LocalRemote(node);
        }

        @Override
        public NodeName node() {
            return local.node();
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
            return local.run(command, sink);
        }

        @Override
        public Upload.Outcome upload(Upload upload, TransferProgress progress) {
            return local.upload(upload, progress);
        }

        @Override
        public void download(String source, Path target, TransferProgress progress) throws InterruptedException {
            local.download(source, target, progress);
        }

        @Override
        public Tunnel socketToNode(Path here, String there) {
            return local.socketToNode(here, there);
        }

        @Override
        public Tunnel socketFromNode(String there, Path here) {
            return local.socketFromNode(there, here);
        }

        @Override
        public Tunnel portToNode(Port here, Port there) {
            return local.portToNode(here, there);
        }

        @Override
        public void close() {
            open = false;
        }
    }
}
