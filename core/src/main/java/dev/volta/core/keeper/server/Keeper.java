package dev.volta.core.keeper.server;

import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.keeper.ConnectionPlans;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.KeeperStatus;
import dev.volta.core.keeper.wire.Greeting;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.vm.fleet.Booting;
import dev.volta.core.vm.fleet.MachineFailure;
import dev.volta.core.vm.fleet.MachinePorts;
import dev.volta.core.vm.fleet.VmPlace;
import dev.volta.core.vm.fleet.VmRegistries;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A running keeper. */
public final class Keeper implements AutoCloseable {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final KeeperPlace place;
    private final String build;
    private final Duration idleLimit;
    private final ConnectionPlans plans;
    private final InstantSource clock;
    private final PrintStream log;
    private final SessionPool pool;
    private final TunnelRegistry tunnels;
    private final VmRegistries machines;
    private final Instant since;
    private final CountDownLatch leaving = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition clientGone = lock.newCondition();
    private final Set<ClientConnection> clients = new HashSet<>();
    private final UngreetedClients ungreeted = new UngreetedClients();
    private final KeeperSocket socket;
    private Instant lastNeeded;
    private boolean untidy;

    /** Whether somebody has to read the log. */
    private volatile boolean failed;

    /** Of {@link #tick} alone: what was told of each of its duties, as long as that holds. */
    private final Map<String, String> troubles = new HashMap<>();

    private Keeper(
            KeeperPlace place,
            String build,
            Duration idleLimit,
            ConnectionPlans plans,
            Booting booting,
            InstantSource clock,
            PrintStream log,
            ServerSocketChannel server) {
        this.place = place;
        this.build = build;
        this.idleLimit = idleLimit;
        this.plans = plans;
        this.clock = clock;
        this.log = log;
        this.socket = new KeeperSocket(place, server, this::receive);
        this.pool = new SessionPool(clock);
        this.machines =
                new VmRegistries(new VmPlace(place.fleet(), place.machines(), place.socket()), booting, clock, log);
        this.tunnels = new TunnelRegistry(pool, machines::link, clock, log);
        this.since = clock.instant();
        this.lastNeeded = since;
    }

    /**
     * Takes the place of the fleet's keeper; empty if it has one that lives.
     *
     * @param build names the program, so that a client of another build notices
     * @param idleLimit after which a keeper that has neither client nor tunnel leaves, and a connection that nobody uses
     *     is closed
     * @param booting starts virtual machines
     */
    public static Optional<Keeper> open(
            KeeperPlace place,
            String build,
            Duration idleLimit,
            ConnectionPlans plans,
            Booting booting,
            InstantSource clock,
            PrintStream log) {
        try {
            var server = PlaceLock.listen(place);
            server.ifPresent(_ -> log.println(clock.instant() + " keeper of " + place.fleet() + " listens"));
            return server.map(s -> {
                var keeper = new Keeper(place, build, idleLimit, plans, booting, clock, log, s);
                keeper.socket.begin();
                return keeper;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + place.socket() + ": " + IoReason.of(e), e);
        }
    }

    /**
     * Takes over the virtual machines that run, as far as {@code folder} has their disks. Those of other folders are taken
     * over when somebody asks for them.
     */
    public void takeOver(Path folder) throws InterruptedException {
        noteFailure(() -> machines.open(folder));
    }

    /** Keeps until it is told to leave or nobody has needed it for the idle limit. */
    public void keep() throws InterruptedException {
        noteFailure(() -> {
            while (!leaving.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                tick();
            }
        });
    }

    /** Whoever runs this keeper prints the failure, to the log. */
    private void noteFailure(Work work) throws InterruptedException {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            failed = true;
            throw e;
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** Closes what was not used for long, and decides whether it is time to leave. */
    void tick() throws InterruptedException {
        var limit = clock.instant().minus(idleLimit);
        lookAfter("its tunnels", tunnels::sweep);
        lookAfter("its sessions", () -> pool.sweep(limit));
        lookAfter("its machines", machines::tick);
        tidyUp();
        lookAfter("its connections", () -> ungreeted.sweep(clock.instant()));
        lookAfter("its socket", this::keepTheSocket);
        lock.lock();
        try {
            if (!clients.isEmpty() || !tunnels.isEmpty() || !machines.isEmpty()) {
                lastNeeded = clock.instant();
            } else if (!lastNeeded.isAfter(limit)) {
                leave();
            }
        } finally {
            lock.unlock();
        }
    }

    /** One duty that cannot be done now does not end the others, which have what commands count on. */
    private void lookAfter(String what, Duty duty) throws InterruptedException {
        try {
            duty.run();
            troubles.remove(what);
        } catch (IOException | RuntimeException | Error e) { // such as for want of threads
            var reason = e.toString();
            if (!reason.equals(troubles.put(what, reason))) { // told once
                log.println(clock.instant() + " cannot look after " + what + ": " + reason);
            }
        }
    }

    private interface Duty {
        void run() throws IOException, InterruptedException;
    }

    /** Without its socket nobody would find this keeper, which has machines and sessions. */
    private void keepTheSocket() throws IOException {
        switch (socket.keep()) {
            case OURS -> {
                if (!Files.isDirectory(place.fleet()) && isAlone()) {
                    leave();
                }
            }
            case MADE_ANEW -> log.println(clock.instant() + " listens anew, as the socket was removed");
            case TAKEN -> {
                log.println(clock.instant() + " leaves, as another keeper has come to its place");
                leave();
            }
        }
    }

    private boolean isAlone() {
        lock.lock();
        try {
            return clients.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Gives memory back that a command needed, once nobody is there whom the pause would hold up. */
    private void tidyUp() {
        lock.lock();
        try {
            if (!untidy || !clients.isEmpty()) {
                return;
            }
            untidy = false;
        } finally {
            lock.unlock();
        }
        System.gc();
    }

    /** Admits nobody any more and has {@link #keep} return. */
    public void leave() {
        leaving.countDown();
    }

    boolean isLeaving() {
        return leaving.getCount() == 0;
    }

    /** What cannot be closed keeps nothing else from being closed; then, and after a failure, the log stays. */
    @Override
    public void close() {
        leave();
        var first = socket.isOpen();
        atTheEnd("its socket", socket::leave);
        dismissClients();
        atTheEnd("its tunnels", tunnels::close);
        atTheEnd("its machines", machines::close);
        atTheEnd("its sessions", pool::close);
        if (first && !failed) {
            atTheEnd("its log", () -> PlaceLock.removeLog(place));
        }
    }

    private void dismissClients() {
        lock.lock();
        try {
            List.copyOf(clients).forEach(ClientConnection::close);
            for (var left = FAREWELL.toNanos(); !clients.isEmpty() && left > 0; ) {
                left = clientGone.awaitNanos(left);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void atTheEnd(String what, Duty duty) {
        try {
            duty.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            failed = true;
            log("cannot close " + what, e);
        }
    }

    private void receive(SocketChannel channel) {
        var client = new ClientConnection(this, channel);
        ungreeted.add(client, clock.instant());
        client.begin();
    }

    /** Whether a client may stay; not one that comes when the decision to leave has been taken. */
    boolean admit(ClientConnection client) {
        ungreeted.remove(client);
        lock.lock();
        try {
            return !isLeaving() && clients.add(client);
        } finally {
            lock.unlock();
        }
    }

    void gone(ClientConnection client) {
        ungreeted.remove(client);
        lock.lock();
        try {
            clients.remove(client);
            untidy = true;
            lastNeeded = clock.instant();
            clientGone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Greeting.Welcome welcome(ClientConnection asking) {
        return new Greeting.Welcome(
                Greeting.VERSION,
                ProcessHandle.current().pid(),
                build,
                place.fleet().toString(),
                others(asking) > 0 || !tunnels.isEmpty());
    }

    KeeperStatus status(ClientConnection asking) {
        var runtime = Runtime.getRuntime();
        return new KeeperStatus(
                ProcessHandle.current().pid(),
                build,
                since,
                idleLimit,
                others(asking),
                pool.status(),
                tunnels.status(),
                runtime.totalMemory() - runtime.freeMemory(),
                Resident.bytes());
    }

    SessionPool pool() {
        return pool;
    }

    VmRegistries machines() {
        return machines;
    }

    /**
     * Ports of virtual machines move with the lines of a file: who is connected to must be who is meant.
     *
     * @throws RemoteException if the node's machine has another port, or another node's machine has this one
     */
    void requireItself(Node node) {
        if (node.reach() instanceof Reach.Ssh ssh
                && MachinePorts.isHere(ssh.address())
                && !MachinePorts.isCalledByItsAddress(node)) {
            machines.mismatch(node.name(), ssh.port()).ifPresent(why -> {
                throw new RemoteException(node.name(), why.toString());
            });
        }
    }

    /** The same with what is wrong with the node's machine, if it has one and something is. */
    RemoteException explained(RemoteException failure) throws InterruptedException {
        return machines.standing(failure.node())
                .<RemoteException>flatMap(machine -> machine.explanation()
                        .map(why -> new MachineFailure(
                                failure.node(),
                                failure.said(),
                                machine.state(),
                                why,
                                failure.isRefusedConnection(),
                                failure)))
                .orElse(failure);
    }

    TunnelRegistry tunnels() {
        return tunnels;
    }

    ConnectionPlans plans() {
        return plans;
    }

    void log(RuntimeException unexpected) {
        log("unexpected", unexpected);
    }

    private void log(String what, Throwable unexpected) {
        log.print(clock.instant() + " " + what + ": ");
        unexpected.printStackTrace(log);
    }

    private int others(ClientConnection asking) {
        lock.lock();
        try {
            return (int) clients.stream().filter(client -> client != asking).count();
        } finally {
            lock.unlock();
        }
    }
}
