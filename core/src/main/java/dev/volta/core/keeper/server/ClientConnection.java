package dev.volta.core.keeper.server;

import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.core.keeper.wire.ExitCodec;
import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameConnection;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.Greeting;
import dev.volta.core.keeper.wire.KeeperFault;
import dev.volta.core.keeper.wire.KeeperPayloadReader;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import dev.volta.core.keeper.wire.KeeperProtocolException;
import dev.volta.core.keeper.wire.NodeCodec;
import dev.volta.core.keeper.wire.TunnelSpecCodec;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Upload;
import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.fleet.VmRequest;
import dev.volta.core.wire.RawText;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One client: what it asked for and what it was lent. When it goes, its errands end and its sessions come back. */
final class ClientConnection implements FrameConnection.Receiver {
    private static final Duration GOODBYE = Duration.ofSeconds(30);

    private final Keeper keeper;
    private final FrameConnection line;
    private final Map<Integer, ClientRequest> errands = new ConcurrentHashMap<>();
    private final Map<Long, KeptSession> leases = new ConcurrentHashMap<>();
    private final AtomicLong lastLease = new AtomicLong();
    private final ReentrantLock planLock = new ReentrantLock();
    private volatile Map<String, String> settings = Map.of();
    private @Nullable ConnectionPlan plan;
    private boolean greeted;

    ClientConnection(Keeper keeper, SocketChannel channel) {
        this.keeper = keeper;
        this.line = FrameConnection.over(channel, this);
    }

    void begin() {
        line.begin(Thread.ofVirtual().name("client-", 0).factory());
    }

    /** Hangs up. The client takes it for the loss of its keeper, which it is. */
    void close() {
        line.finish();
    }

    /** Hangs up now, on one that has not said HELLO: nothing is to be sent to it. */
    void drop() {
        line.close();
    }

    @Override
    public void received(Frame frame) throws KeeperProtocolException {
        if (!greeted) {
            greet(frame);
            return;
        }
        switch (frame.type()) {
            case CANCEL -> errand(frame).ifPresent(ClientRequest::cancel);
            case CREDIT -> grant(frame);
            case STDIN -> input(frame);
            case STDIN_END -> errand(frame).ifPresent(errand -> errand.stdin().end());
            case RELEASE -> release(frame);
            case CONNECT,
                    RUN,
                    UPLOAD,
                    DOWNLOAD,
                    TUNNEL,
                    TUNNEL_STATE,
                    TUNNEL_CLOSE,
                    HOLD,
                    VM_UP,
                    VM_DOWN,
                    VM_LIST,
                    STATUS,
                    STOP -> begin(frame);
            case HELLO, WELCOME, OUT, ERR, PROGRESS, DONE, FAILED, ALIVE, LOST ->
                throw new KeeperProtocolException("a client does not send " + frame.type());
        }
    }

    @Override
    public void lost(String reason) {
        errands.values().forEach(ClientRequest::cancel);
        Thread.ofVirtual().name("goodbye").start(() -> {
            try {
                for (var errand : errands.values()) {
                    errand.ended(GOODBYE);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                leases.values().forEach(keeper.pool()::giveBack);
                keeper.gone(this);
            }
        });
    }

    private void greet(Frame frame) throws KeeperProtocolException {
        if (frame.type() != FrameType.HELLO) {
            throw new KeeperProtocolException("a client begins with HELLO, not " + frame.type());
        }
        settings = Greeting.Hello.read(frame).settings();
        greeted = true;
        if (keeper.admit(this)) {
            line.post(keeper.welcome(this).frame());
        } else {
            line.finish();
        }
    }

    private Optional<ClientRequest> errand(Frame frame) {
        return Optional.ofNullable(errands.get(frame.stream()));
    }

    private void grant(Frame frame) throws KeeperProtocolException {
        var bytes = new KeeperPayloadReader(frame).number();
        errand(frame).ifPresent(errand -> errand.grant(bytes));
    }

    private void input(Frame frame) throws KeeperProtocolException {
        var errand = errands.get(frame.stream());
        if (errand != null && !errand.stdin().add(frame.payload())) {
            throw new KeeperProtocolException("more standard input than was asked for");
        }
    }

    private void begin(Frame frame) throws KeeperProtocolException {
        var name = frame.type() + "-" + frame.stream();
        var errand = new ClientRequest(name, frame.stream(), line, started -> carryOut(frame, started));
        if (errands.putIfAbsent(frame.stream(), errand) != null) {
            throw new KeeperProtocolException("the stream " + frame.stream() + " is in use");
        }
        errand.start();
    }

    private void carryOut(Frame frame, ClientRequest errand) {
        try {
            var answer = answer(frame, errand);
            errand.over();
            line.post(answer.frame(FrameType.DONE, frame.stream()));
            if (frame.type() == FrameType.STOP) {
                keeper.leave();
            }
        } catch (InterruptedException _) {
            // the client cancelled it, or is gone
        } catch (KeeperProtocolException _) {
            line.close();
        } catch (RuntimeException e) {
            if (!(e instanceof RemoteException || e instanceof VmException)) {
                keeper.log(e);
            }
            fail(errand, e);
        } catch (Error e) {
            // The client must hear of it: out of memory, most likely, which is over for others when this one ends.
            fail(errand, new IllegalStateException(e.toString(), e));
        } finally {
            errands.remove(frame.stream());
        }
    }

    private void fail(ClientRequest errand, RuntimeException failure) {
        errand.over();
        line.post(KeeperFault.of(failure).frame(errand.stream()));
    }

    private KeeperPayloadWriter answer(Frame frame, ClientRequest errand)
            throws InterruptedException, KeeperProtocolException {
        var in = new KeeperPayloadReader(frame);
        return switch (frame.type()) {
            case CONNECT -> new KeeperPayloadWriter().number(connect(in));
            case RUN -> run(in, errand);
            case UPLOAD -> upload(in, errand);
            case DOWNLOAD -> download(in, errand);
            case TUNNEL -> new KeeperPayloadWriter().number(tunnel(in));
            case HOLD -> new KeeperPayloadWriter().number(hold(in));
            case TUNNEL_STATE -> new KeeperPayloadWriter().flag(keeper.tunnels().isOpen(in.longNumber()));
            case TUNNEL_CLOSE -> closeTunnel(in.longNumber());
            case VM_UP -> machineUp(in);
            case VM_DOWN -> machineDown(in);
            case VM_LIST -> machines(in);
            case STATUS -> keeper.status(this).written();
            case STOP -> new KeeperPayloadWriter();
            default -> throw new KeeperProtocolException("nothing is done on " + frame.type());
        };
    }

    private long connect(KeeperPayloadReader in) throws KeeperProtocolException, InterruptedException {
        var node = NodeCodec.read(in);
        keeper.requireItself(node);
        KeptSession session;
        try {
            session = keeper.pool().lend(plan(), node);
        } catch (RemoteException e) {
            throw keeper.explained(e);
        }
        var lease = lastLease.incrementAndGet();
        leases.put(lease, session);
        return lease;
    }

    /** The client's settings are read once: one command works under one configuration. */
    private ConnectionPlan plan() throws InterruptedException {
        planLock.lockInterruptibly();
        try {
            var read = plan;
            if (read == null) {
                read = keeper.plans().read(settings);
                plan = read;
            }
            return read;
        } finally {
            planLock.unlock();
        }
    }

    /** At once, so that the same client's next CONNECT finds it. */
    private void release(Frame frame) throws KeeperProtocolException {
        var session = leases.remove(new KeeperPayloadReader(frame).longNumber());
        if (session != null) {
            keeper.pool().giveBack(session);
        }
        line.post(Frame.of(FrameType.DONE, frame.stream()));
    }

    private KeptSession lent(KeeperPayloadReader in) throws KeeperProtocolException {
        var session = leases.get(in.longNumber());
        if (session == null) {
            throw new KeeperProtocolException("this connection was not lent, or was given back");
        }
        return session;
    }

    private Remote remote(KeeperPayloadReader in) throws KeeperProtocolException {
        return lent(in).remote();
    }

    private KeeperPayloadWriter run(KeeperPayloadReader in, ClientRequest errand)
            throws KeeperProtocolException, InterruptedException {
        var remote = remote(in);
        var command = Command.of(in.texts()).withStdin(errand::stdin);
        if (in.flag()) {
            command = command.withTimeout(in.duration());
        }
        try {
            return ExitCodec.write(remote.run(command, errand));
        } catch (RemoteException e) {
            throw keeper.explained(e);
        }
    }

    private KeeperPayloadWriter upload(KeeperPayloadReader in, ClientRequest errand)
            throws KeeperProtocolException, InterruptedException {
        var remote = remote(in);
        var upload = new Upload(RawText.path(in.text()), in.text(), in.number());
        return new KeeperPayloadWriter().flag(remote.upload(upload, errand) == Upload.Outcome.SENT);
    }

    private KeeperPayloadWriter download(KeeperPayloadReader in, ClientRequest errand)
            throws KeeperProtocolException, InterruptedException {
        var remote = remote(in);
        remote.download(in.text(), RawText.path(in.text()), errand);
        return new KeeperPayloadWriter();
    }

    private long tunnel(KeeperPayloadReader in) throws KeeperProtocolException, InterruptedException {
        return keeper.tunnels().open(lent(in), TunnelSpecCodec.read(in));
    }

    private long hold(KeeperPayloadReader in) throws KeeperProtocolException, InterruptedException {
        var node = NodeCodec.read(in);
        return keeper.tunnels().hold(plan(), node, TunnelSpecCodec.read(in));
    }

    private KeeperPayloadWriter closeTunnel(long id) {
        keeper.tunnels().close(id);
        return new KeeperPayloadWriter();
    }

    private KeeperPayloadWriter machineUp(KeeperPayloadReader in) throws KeeperProtocolException, InterruptedException {
        var standing = keeper.machines().up(VmRequest.parse(in.text()));
        return new KeeperPayloadWriter().text(standing.json().toString());
    }

    private KeeperPayloadWriter machineDown(KeeperPayloadReader in)
            throws KeeperProtocolException, InterruptedException {
        var ending = keeper.machines().down(RawText.path(in.text()), new NodeName(in.text()));
        return new KeeperPayloadWriter()
                .texts(ending.map(RunningVm.Ending::name).stream().toList());
    }

    private KeeperPayloadWriter machines(KeeperPayloadReader in) throws KeeperProtocolException, InterruptedException {
        var standings = keeper.machines().list(RawText.path(in.text())).stream()
                .map(standing -> standing.json().toString())
                .toList();
        return new KeeperPayloadWriter().texts(standings);
    }
}
