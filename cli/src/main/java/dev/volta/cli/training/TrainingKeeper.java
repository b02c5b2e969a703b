package dev.volta.cli.training;

import dev.volta.cli.keeper.KeeperFiles;
import dev.volta.cli.keeper.OwnPlace;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.core.keeper.server.Keeper;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.vm.fleet.Booting;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * A keeper in this process whose nodes are all this machine. The start-up cache is trained with it, since most of the
 * time of a command over open connections is that of loading its classes.
 */
final class TrainingKeeper implements AutoCloseable {
    private final Keeper keeper;
    private final Thread thread;

    private TrainingKeeper(Keeper keeper) {
        this.keeper = keeper;
        this.thread = Thread.ofVirtual().name("keeper").start(() -> {
            try (keeper) {
                keeper.keep();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The keeper of the fleet whose configuration is in {@code fleet}, as commands with {@code --keep} find it. */
    static TrainingKeeper of(Path fleet) {
        var place = OwnPlace.of(fleet, new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        var build = KeeperFiles.program(place, KeeperFiles.IDLE).build();
        var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new TrainingKeeper(Keeper.open(
                        place, build, KeeperFiles.IDLE, _ -> new Here(), Booting.NONE, InstantSource.system(), silent)
                .orElseThrow());
    }

    @Override
    public void close() {
        keeper.leave();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private record Here() implements ConnectionPlan, NodeAccess {
        @Override
        public String identity() {
            return "";
        }

        @Override
        public String identity(Node node) {
            return "";
        }

        @Override
        public NodeAccess access() {
            return this;
        }

        @Override
        public Remote connect(Node node) {
            return new LocalRemote(node.name());
        }

        @Override
        public void close() {}
    }
}
