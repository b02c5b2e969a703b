package dev.volta.core.operation.services;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.fleet.LiveOutput;
import dev.volta.core.fleet.MarkedRemote;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.remote.Remote;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Prints the logs of some units of a node side by side. */
public record LogPrinting(
        DesiredState desired,
        Map<NodeName, List<String>> units,
        LiveOutput output,
        int lines,
        boolean follow,
        DeployedFleet fleet)
        implements NodeTask<Integer> {
    /** sshd allows ten sessions on a connection unless it is told otherwise (sshd_config(5), MaxSessions). */
    private static final int PER_CONNECTION = 8;

    @Override
    public Integer run(Node node, Remote remote) throws InterruptedException {
        var all = Objects.requireNonNull(units.get(node.name()));
        var connections = new ArrayList<Remote>();
        var readers = new ArrayList<Thread>();
        var failure = new AtomicReference<@Nullable Throwable>();
        try {
            for (var i = 0; i < all.size(); i++) {
                if (i > 0 && i % PER_CONNECTION == 0) {
                    connections.add(fleet.session().access().connect(node));
                }
                var unit = all.get(i);
                var over =
                        MarkedRemote.of(fleet.session().run(), connections.isEmpty() ? remote : connections.getLast());
                readers.add(Thread.ofVirtual().name("log of " + unit).start(() -> read(unit, node, over, failure)));
            }
            join(readers);
        } finally {
            readers.forEach(Thread::interrupt);
            join(readers);
            connections.forEach(Remote::close);
        }
        return switch (failure.get()) {
            case RuntimeException failed -> throw failed;
            case Error failed -> throw failed;
            case null, default -> readers.size();
        };
    }

    private static void join(List<Thread> readers) throws InterruptedException {
        for (var reader : readers) {
            reader.join();
        }
    }

    private void read(String unit, Node node, Remote remote, AtomicReference<@Nullable Throwable> failure) {
        var supervisor = desired.view(node.name()).supervisor(remote);
        try (var printed = output.of(unit + "@" + node.name())) {
            supervisor.log(unit, lines, follow, printed);
        } catch (RuntimeException | Error e) { // one that is no RemoteException is this node's failure as well
            failure.compareAndSet(null, e);
        } catch (InterruptedException _) {
            // the command ends, and this with it
        }
    }
}
