package dev.volta.core.operation.transfer;

import dev.volta.core.config.Node;
import dev.volta.core.workload.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The transfers of one command, node by node, and their sum as it is told while they go on. */
public final class Transfers {
    private static final long EVERY = Duration.ofMillis(100).toNanos();

    private final Map<Node, Moved> byNode;
    private final OptionalLong bytesPerNode;
    private final TransferView line;
    private final ReentrantLock turn = new ReentrantLock();
    private long shownAt; // guarded by turn
    private int done; // guarded by turn
    private int failed; // guarded by turn

    private Transfers(List<Node> nodes, OptionalLong bytesPerNode, TransferView line) {
        this.byNode = new ConcurrentHashMap<>();
        this.bytesPerNode = bytesPerNode;
        this.line = line;
        nodes.forEach(node -> byNode.put(node, new Moved(this::show)));
    }

    /**
     * Of those that begin now.
     *
     * @param bytesPerNode if it is known beforehand
     */
    public static Transfers begin(List<Node> nodes, OptionalLong bytesPerNode, TransferView line) {
        return new Transfers(nodes, bytesPerNode, line);
    }

    public Moved of(Node node) {
        return byNode.computeIfAbsent(node, _ -> new Moved(this::show));
    }

    /** {@code node} is through; called by one thread at a time, before anything else is written to the terminal. */
    public void ended(boolean ok) {
        turn.lock();
        try {
            if (ok) {
                done++;
            } else {
                failed++;
            }
            line.clear();
        } finally {
            turn.unlock();
        }
    }

    /** From the thread of a node. None waits for another that shows. */
    private void show() {
        if (!turn.tryLock()) {
            return;
        }
        try {
            var now = System.nanoTime();
            if (now - shownAt >= EVERY) {
                shownAt = now;
                line.show(progress());
            }
        } finally {
            turn.unlock();
        }
    }

    private Progress progress() {
        var total = bytesPerNode.orElse(0) * byNode.size();
        return new Progress(
                "nodes",
                byNode.size(),
                total,
                bytesPerNode.isPresent(),
                done,
                sum(Moved::bytes) + sum(Moved::bytesThere),
                failed);
    }

    private long sum(Function<Moved, Long> part) {
        return byNode.values().stream().collect(Collectors.summingLong(part::apply));
    }
}
