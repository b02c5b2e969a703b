package dev.volta.core.vm.fleet;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmLiveness;
import dev.volta.core.vm.link.GuestLink;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The machines of a folder that run. Closing it leaves them running: whoever opens the next book of the same folder takes
 * them over, also if that was moved in between.
 */
public final class VmRegistry implements AutoCloseable {
    /** How long a QEMU may be silent that nobody has asked yet. */
    static final Duration FIRST = Duration.ofSeconds(10);

    /** How long somebody waits who wants to know, or tries again. */
    static final Duration SHORTLY = Duration.ofSeconds(3);

    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Map<String, ManagedVm> machines = new ConcurrentSkipListMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final MachineFolders folders;
    private final VmPlace place;
    private final Booting booting;
    private final InstantSource clock;
    private final PrintStream log;
    private final ClockJumps jumps;
    private final ReentrantLock looking = new ReentrantLock();

    private VmRegistry(MachineFolders folders, VmPlace place, Booting booting, InstantSource clock, PrintStream log) {
        this.folders = folders;
        this.place = place;
        this.booting = booting;
        this.clock = clock;
        this.log = log;
        this.jumps = new ClockJumps(clock.instant(), System.nanoTime());
    }

    /**
     * Takes over the machines that run, and removes what others have left.
     *
     * @param log told of those that are gone, or that run and cannot be taken over
     */
    static VmRegistry open(MachineFolders folders, VmPlace place, Booting booting, InstantSource clock, PrintStream log)
            throws InterruptedException {
        var book = new VmRegistry(folders, place, booting, clock, log);
        book.look();
        return book;
    }

    MachineFolders folders() {
        return folders;
    }

    Booting booting() {
        return booting;
    }

    Instant now() {
        return clock.instant();
    }

    void log(String what) {
        log.println(clock.instant() + " " + what);
    }

    /** This one has a machine: whoever looks for it may ask here. */
    void taken(NodeName name) {
        try {
            folders.setKeeper(place.keeper());
        } catch (IOException e) {
            log("it cannot be written down who has " + name + ": " + IoReason.withFile(e));
        }
    }

    /** Who had a machine of this folder last, in brackets. */
    String lastKeeper() {
        return folders.keeper().map(socket -> " (" + socket + ")").orElse("");
    }

    MachineLock lock(NodeName name) {
        return MachineLock.take(folders.lock(name), this::log);
    }

    /** What is written down about a process that has ended misleads nobody, so its removal may fail. */
    void forget(NodeName name) {
        try {
            folders.forget(files(name));
        } catch (UncheckedIOException e) {
            log(String.valueOf(e.getMessage()));
        }
    }

    VmFiles files(NodeName name) {
        return new VmFiles(folders.of(name), place.sockets(), name.value());
    }

    /** For a machine that is to be booted: not with the sockets of one that runs in another folder by now. */
    VmFiles files(VmRequest order) {
        for (var i = 0; ; i++) {
            var sockets = i == 0 ? place.sockets() : place.sockets().resolve(Integer.toString(i));
            var files =
                    new VmFiles(folders.of(order.name()), sockets, order.name().value(), order.temporary());
            if (!isServed(files.qmp())) {
                return files;
            }
        }
    }

    private static boolean isServed(Path socket) {
        if (!Files.exists(socket)) {
            return false;
        }
        try (var probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            return false;
        }
    }

    private ManagedVm vm(NodeName name) {
        return machines.computeIfAbsent(name.value(), _ -> new ManagedVm(this, name));
    }

    /** Takes over what is found of machines that this one does not have. */
    private void look() throws InterruptedException {
        looking.lockInterruptibly();
        try {
            machines.values().forEach(vm -> vm.releaseIfMoved(false));
            var missing = new HashSet<Path>();
            folders.started().forEach(name -> missing.add(folders.of(name)));
            VmLiveness.inUse(folders.folder()).forEach(missing::add);
            missing.removeIf(folder -> !NodeName.isValid(folder.getFileName().toString())
                    || Optional.ofNullable(machines.get(folder.getFileName().toString()))
                            .filter(vm -> vm.has() || vm.isMissed())
                            .isPresent());
            if (missing.isEmpty()) {
                return;
            }
            var tasks = new ArrayList<Callable<Void>>();
            VmLiveness.of(List.copyOf(missing))
                    .forEach((folder, liveness) -> tasks.add(() -> {
                        adopt(vm(new NodeName(folder.getFileName().toString())), liveness);
                        return null;
                    }));
            inParallel(tasks);
        } finally {
            looking.unlock();
        }
    }

    private void adopt(ManagedVm vm, VmLiveness liveness) throws InterruptedException {
        var first = asked.add(vm.name().value());
        vm.adopt(liveness, first ? FIRST : SHORTLY);
        if (first && !isHeldForUs()) {
            // the keeper of the folder that it was moved from lets go of it within a second or two
            for (var deadline = System.nanoTime() + SHORTLY.toNanos();
                    vm.isHeldByAnother() && System.nanoTime() < deadline; ) {
                Thread.sleep(PAUSE);
                vm.tryAgain(SHORTLY);
            }
        }
    }

    /** By this fleet's keeper of another session, which has another folder for sockets. */
    private boolean isHeldForUs() {
        return folders.keeper()
                .map(Path::getFileName)
                .filter(Objects.requireNonNull(place.keeper().getFileName())::equals)
                .isPresent();
    }

    private static <T> List<T> inParallel(List<Callable<T>> tasks) throws InterruptedException {
        var results = new ArrayList<T>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(tasks)) {
                switch (done.state()) {
                    case SUCCESS -> results.add(done.resultNow());
                    case FAILED -> throw failure(done.exceptionNow());
                    case RUNNING, CANCELLED -> throw new IllegalStateException("it has not ended");
                }
            }
        }
        return results;
    }

    private static RuntimeException failure(Throwable e) throws InterruptedException {
        if (e instanceof InterruptedException interrupted) {
            throw interrupted;
        }
        return e instanceof RuntimeException failed ? failed : new IllegalStateException(e);
    }

    /**
     * Boots a machine and returns when its SSH server accepts logins; one that runs already stays as it is.
     *
     * @throws VmException if that fails, with what the machine said last, or if another machine of this name runs
     */
    VmStatus up(VmRequest order) throws InterruptedException {
        return vm(order.name()).up(order);
    }

    /**
     * Ends the machine of this name in order; empty if it did not run.
     *
     * @throws VmException if it runs where it cannot be ended from here
     */
    Optional<RunningVm.Ending> down(NodeName name) throws InterruptedException {
        return vm(name).down();
    }

    Optional<GuestLink> link(Node node) {
        return node.reach() instanceof Reach.Ssh ssh
                ? Optional.ofNullable(machines.get(node.name().value())).flatMap(vm -> vm.link(ssh.port()))
                : Optional.empty();
    }

    /** All of them, those that ended by themselves among them. */
    List<VmStatus> list() throws InterruptedException {
        look();
        var tasks = machines.values().stream()
                .<Callable<Optional<VmStatus>>>map(vm -> vm::standing)
                .toList();
        return inParallel(tasks).stream().flatMap(Optional::stream).toList();
    }

    /** How the machine of this name stands, if it is known. */
    Optional<VmStatus> standing(NodeName name) throws InterruptedException {
        var vm = machines.get(name.value());
        return vm == null ? Optional.empty() : vm.standing();
    }

    /** The ports of this machine that lead to those that run. */
    MachinePorts ports() {
        var ports = new LinkedHashMap<NodeName, Port>();
        machines.values().forEach(vm -> vm.port().ifPresent(port -> ports.put(vm.name(), port)));
        return new MachinePorts(ports);
    }

    /** Sees to those that do not answer, that stand still, whose clock or logs need it, or whose folder was moved. */
    void tick() throws InterruptedException {
        var jumped = jumps.jumped(clock.instant(), System.nanoTime());
        for (var vm : machines.values()) {
            vm.releaseIfMoved(!Files.isDirectory(place.fleet()));
            vm.proceedIfThereIsRoom();
            vm.lookAfterLogsAndClock(jumped);
            if (vm.isMissed()) {
                Thread.ofVirtual().name(vm.name() + "-again").start(() -> tryAgain(vm));
            }
        }
    }

    private void tryAgain(ManagedVm vm) {
        try {
            vm.tryAgain(SHORTLY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log(vm.name() + " cannot be taken over: " + e);
        }
    }

    boolean isEmpty() {
        return machines.values().stream().noneMatch(ManagedVm::isNeeded);
    }

    @Override
    public void close() {
        machines.values().forEach(ManagedVm::release);
    }
}
