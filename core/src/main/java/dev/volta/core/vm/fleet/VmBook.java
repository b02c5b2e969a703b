package dev.volta.core.vm.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.NodeName;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.link.GuestLink;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;

/**
 * The machines of a fleet that run. Closing it leaves them running: whoever opens the next book in the same folder takes
 * them over.
 */
public final class VmBook implements AutoCloseable {
    private final Map<String, Kept> machines = new ConcurrentSkipListMap<>();
    private final OrderFiles orders;
    private final Booting booting;
    private final InstantSource clock;

    private VmBook(OrderFiles orders, Booting booting, InstantSource clock) {
        this.orders = orders;
        this.booting = booting;
        this.clock = clock;
    }

    /**
     * Takes over the machines that run, and removes what others have left.
     *
     * @param folder for sockets: its owner's alone, with a short path
     * @param log told of those that are gone, or that run and cannot be taken over
     */
    public static VmBook open(Path folder, Booting booting, InstantSource clock, PrintStream log) {
        var book = new VmBook(new OrderFiles(folder), booting, clock);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            book.orders.list().forEach(order -> threads.execute(() -> book.adopt(order, log)));
        }
        return book;
    }

    private void adopt(VmOrder order, PrintStream log) {
        try {
            var kept = new Kept(orders, booting, clock);
            if (kept.adopt(order)) {
                machines.put(order.name().value(), kept);
            } else {
                log.println(clock.instant() + " " + order.name() + " does not run any more");
            }
        } catch (VmException e) {
            log.println(clock.instant() + " " + order.name() + " cannot be taken over: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Boots a machine and returns when its SSH server accepts logins; one that runs already stays as it is.
     *
     * @throws VmException if that fails, with what the machine said last, or if another machine of this name runs
     */
    public VmStanding up(VmOrder order) throws InterruptedException {
        var kept = machines.computeIfAbsent(order.name().value(), _ -> new Kept(orders, booting, clock));
        return kept.up(order);
    }

    /** Ends the machine of this name in order; empty if it did not run. */
    public Optional<Vm.Ending> down(NodeName name) throws InterruptedException {
        var kept = machines.get(name.value());
        if (kept == null) {
            return Optional.empty();
        }
        return kept.down();
    }

    /** The link of {@code node}, if that is one of these machines and runs. */
    public Optional<GuestLink> link(Node node) {
        return node.reach() instanceof Reach.Ssh ssh
                ? Optional.ofNullable(machines.get(node.name().value())).flatMap(kept -> kept.link(ssh.port()))
                : Optional.empty();
    }

    /** All of them, those that ended by themselves among them. */
    public List<VmStanding> list() {
        return machines.values().stream()
                .flatMap(kept -> kept.standing().stream())
                .toList();
    }

    public boolean isEmpty() {
        return machines.values().stream().noneMatch(Kept::isThere);
    }

    @Override
    public void close() {
        machines.values().forEach(Kept::release);
    }
}
