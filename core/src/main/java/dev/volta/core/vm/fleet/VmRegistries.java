package dev.volta.core.vm.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.link.GuestLink;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The machines that a keeper has, by the folder that they are in: most fleets have one, and a command that has another
 * {@code VOLTA_HOME} has another one.
 */
public final class VmRegistries implements AutoCloseable {
    private final Map<Path, VmRegistry> books = new ConcurrentHashMap<>();
    private final ReentrantLock opening = new ReentrantLock();
    private final VmPlace place;
    private final Booting booting;
    private final InstantSource clock;
    private final PrintStream log;

    public VmRegistries(VmPlace place, Booting booting, InstantSource clock, PrintStream log) {
        this.place = place;
        this.booting = booting;
        this.clock = clock;
        this.log = log;
    }

    /** Takes over the machines in {@code folder} that run; returns when that is done, or they do not answer. */
    public void open(Path folder) throws InterruptedException {
        book(folder);
    }

    private VmRegistry book(Path folder) throws InterruptedException {
        var folders = MachineFolders.at(folder);
        opening.lockInterruptibly();
        try {
            var known = books.get(folders.folder());
            if (known == null) {
                known = VmRegistry.open(folders, place, booting, clock, log);
                books.put(folders.folder(), known);
            }
            return known;
        } finally {
            opening.unlock();
        }
    }

    /**
     * Boots a machine and returns when its SSH server accepts logins; one that runs already stays as it is.
     *
     * @throws VmException if that fails, with what the machine said last, or if another machine of this name runs
     */
    public VmStatus up(VmRequest order) throws InterruptedException {
        return book(Objects.requireNonNull(order.folder().getParent())).up(order);
    }

    /**
     * Ends the machine of this name in order; empty if it did not run.
     *
     * @throws VmException if it runs where it cannot be ended from here
     */
    public Optional<RunningVm.Ending> down(Path folder, NodeName name) throws InterruptedException {
        return book(folder).down(name);
    }

    /** All in {@code folder}, those that ended by themselves among them. */
    public List<VmStatus> list(Path folder) throws InterruptedException {
        return book(folder).list();
    }

    /** The link of {@code node}, if that is one of these machines and runs. */
    public Optional<GuestLink> link(Node node) {
        return books.values().stream().flatMap(book -> book.link(node).stream()).findFirst();
    }

    /** Why {@code port} of this machine does not lead to {@code name}; empty if it may. */
    public Optional<MachinePorts.Mismatch> mismatch(NodeName name, Port port) {
        return books.values().stream()
                .flatMap(book -> book.ports().mismatch(name, port).stream())
                .findFirst();
    }

    /** How a machine stands, if it is known. */
    public Optional<VmStatus> standing(NodeName name) throws InterruptedException {
        for (var book : books.values()) {
            var standing = book.standing(name);
            if (standing.isPresent()) {
                return standing;
            }
        }
        return Optional.empty();
    }

    /** Sees to those that do not answer, that stand still, or whose folder was moved. */
    public void tick() throws InterruptedException {
        for (var book : books.values()) {
            book.tick();
        }
    }

    public boolean isEmpty() {
        return books.values().stream().allMatch(VmRegistry::isEmpty);
    }

    /** Leaves them running. */
    @Override
    public void close() {
        books.values().forEach(VmRegistry::close);
    }
}
