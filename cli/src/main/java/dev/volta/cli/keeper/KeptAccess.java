package dev.volta.cli.keeper;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.remote.Remote;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Access over a keeper for as long as there is one to be had, and by connecting from then on. */
final class KeptAccess implements NodeAccess {
    private final Supplier<? extends NodeAccess> kept;
    private final Supplier<? extends NodeAccess> direct;
    private final Consumer<KeeperException> complaint;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<NodeAccess> opened = new ArrayList<>();
    private @Nullable NodeAccess current;
    private boolean fellBack;

    KeptAccess(
            Supplier<? extends NodeAccess> kept,
            Supplier<? extends NodeAccess> direct,
            Consumer<KeeperException> complaint) {
        this.kept = kept;
        this.direct = direct;
        this.complaint = complaint;
    }

    @Override
    public Remote connect(Node node) throws InterruptedException {
        try {
            return current().connect(node);
        } catch (KeeperException e) {
            return instead(e).connect(node);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            opened.forEach(NodeAccess::close);
        } finally {
            lock.unlock();
        }
    }

    private NodeAccess current() {
        lock.lock();
        try {
            var access = current;
            return access == null ? use(kept.get()) : access;
        } finally {
            lock.unlock();
        }
    }

    private NodeAccess instead(KeeperException problem) {
        lock.lock();
        try {
            var access = current;
            if (fellBack && access != null) {
                return access;
            }
            complaint.accept(problem);
            fellBack = true;
            return use(direct.get());
        } finally {
            lock.unlock();
        }
    }

    private NodeAccess use(NodeAccess access) {
        opened.add(access);
        current = access;
        return access;
    }
}
