package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.job.BatchLimits;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides what a free worker does next. It knows counts, not files, and is told the time, so that its decisions depend
 * on its arguments alone. Per lane: unfinished leases first, then the walk, then fresh files from the spool.
 */
final class Schedule {
    private final List<NodeQueue> lanes;
    private final BatchLimits limits;

    /** A decision. */
    sealed interface Step {
        record Walk(int lane) implements Step {}

        record Retry(Unfinished unfinished) implements Step {}

        record Cut(int lane, BatchSize size) implements Step {}

        /** Nothing to do until something happens, or until {@code nanos} from now. */
        record Idle(long nanos) implements Step {}
    }

    /** Who asks. {@code peers} counts the workers of the same node, the asking one too, {@code connected} all of them. */
    record Asker(String worker, String node, double unitsPerSecond, int peers, int connected) {}

    private enum Stage {
        TO_WALK,
        WALKING,
        WALKED
    }

    private static final class NodeQueue {
        private final int number;
        private final String node;
        private final Deque<Unfinished> unfinished = new ArrayDeque<>();
        private Stage stage = Stage.TO_WALK;
        private long files;
        private long bytes;

        private NodeQueue(int number, String node) {
            this.number = number;
            this.node = node;
        }
    }

    /** {@code nodes} gives the node of each lane, empty for a lane that any worker can read. */
    Schedule(List<String> nodes, BatchLimits limits) {
        this.lanes = IntStream.range(0, nodes.size())
                .mapToObj(i -> new NodeQueue(i, nodes.get(i)))
                .toList();
        this.limits = limits;
    }

    Step next(Asker asker, long now) {
        long idle = Long.MAX_VALUE;
        for (NodeQueue lane : lanes) {
            if (!lane.node.isEmpty() && !lane.node.equals(asker.node())) {
                continue;
            }
            for (Iterator<Unfinished> left = lane.unfinished.iterator(); left.hasNext(); ) {
                Unfinished unfinished = left.next();
                if (unfinished.mayGoTo(asker.worker(), now)) {
                    left.remove();
                    return new Step.Retry(unfinished);
                }
                idle = Math.min(idle, unfinished.reservedUntil() - now);
            }
            if (lane.stage == Stage.TO_WALK) {
                lane.stage = Stage.WALKING;
                return new Step.Walk(lane.number);
            }
            if (lane.files > 0) {
                long left = lane.stage == Stage.WALKED ? BatchSize.units(lane.files, lane.bytes) : -1;
                return new Step.Cut(
                        lane.number,
                        BatchSize.of(limits, asker.unitsPerSecond(), left, asker.peers(), asker.connected()));
            }
        }
        return new Step.Idle(idle);
    }

    /** Files came into the spool. */
    void listed(int lane, long files, long bytes) {
        lanes.get(lane).files += files;
        lanes.get(lane).bytes += bytes;
    }

    /** Files were taken out of the spool. */
    void cut(int lane, long files, long bytes) {
        listed(lane, -files, -bytes);
    }

    /** The walk ended, or a part of it after which it is to go on. */
    void walked(int lane, boolean toTheEnd) {
        lanes.get(lane).stage = toTheEnd ? Stage.WALKED : Stage.TO_WALK;
    }

    void requeue(Unfinished unfinished) {
        lanes.get(unfinished.lease().lane()).unfinished.add(unfinished);
    }

    /** Gives a worker back what it still has in hand, unless somebody else was given it. */
    Optional<Unfinished> reclaim(String worker, long lease) {
        for (NodeQueue lane : lanes) {
            for (Iterator<Unfinished> left = lane.unfinished.iterator(); left.hasNext(); ) {
                Unfinished unfinished = left.next();
                if (unfinished.worker().equals(worker) && unfinished.lease().id() == lease) {
                    left.remove();
                    return Optional.of(unfinished);
                }
            }
        }
        return Optional.empty();
    }

    /** Nothing is kept for this worker any longer. */
    void release(String worker, long now) {
        for (NodeQueue lane : lanes) {
            List<Unfinished> all = List.copyOf(lane.unfinished);
            lane.unfinished.clear();
            all.forEach(left -> lane.unfinished.add(left.worker().equals(worker) ? left.until(now) : left));
        }
    }

    /** The nodes of lanes that are not done, empty for one that any worker can read; what workers have in hand is not left. */
    Set<String> nodesWithWork() {
        return lanes.stream()
                .filter(lane -> lane.stage == Stage.TO_WALK || lane.files > 0 || !lane.unfinished.isEmpty())
                .map(lane -> lane.node)
                .collect(Collectors.toSet());
    }

    boolean isWalked() {
        return lanes.stream().allMatch(lane -> lane.stage == Stage.WALKED);
    }
}
