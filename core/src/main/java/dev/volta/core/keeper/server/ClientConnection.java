package dev.volta.core.keeper.server;

import dev.volta.core.config.NodeName;
import dev.volta.core.keeper.ConnectionPlan;
import dev.volta.core.keeper.wire.ExitCodec;
import dev.volta.core.keeper.wire.Fault;
import dev.volta.core.keeper.wire.Frame;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.Greeting;
import dev.volta.core.keeper.wire.Line;
import dev.volta.core.keeper.wire.NodeCodec;
import dev.volta.core.keeper.wire.PayloadReader;
import dev.volta.core.keeper.wire.PayloadWriter;
import dev.volta.core.keeper.wire.ProtocolException;
import dev.volta.core.keeper.wire.WayCodec;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Upload;
import dev.volta.core.vm.Vm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.fleet.VmOrder;
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
final class ClientConnection implements Line.Receiver {
    private static final Duration GOODBYE = Duration.ofSeconds(30);

    private final Keeper keeper;
    private final Line line;
    private final Map<Integer, Errand> errands = new ConcurrentHashMap<>();
    private final Map<Long, Session> leases = new ConcurrentHashMap<>();
    private final AtomicLong lastLease = new AtomicLong();
    private final ReentrantLock planLock = new ReentrantLock();
    private volatile Map<String, String> settings = Map.of();
    private @Nullable ConnectionPlan plan;
    private boolean greeted;

    ClientConnection(Keeper keeper, SocketChannel channel) {
        this.keeper = keeper;
        this.line = Line.over(channel, this);
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
    public void received(Frame frame) throws ProtocolException {
        if (!greeted) {
            greet(frame);
            return;
        }
        switch (frame.type()) {
            case CANCEL -> errand(frame).ifPresent(Errand::cancel);
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
                throw new ProtocolException("a client does not send " + frame.type());
        }
    }

    @Override
    public void lost(String reason) {
        errands.values().forEach(Errand::cancel);
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

    private void greet(Frame frame) throws ProtocolException {
        if (frame.type() != FrameType.HELLO) {
            throw new ProtocolException("a client begins with HELLO, not " + frame.type());
        }
        settings = Greeting.Hello.read(frame).settings();
        greeted = true;
        if (keeper.admit(this)) {
            line.post(keeper.welcome(this).frame());
        } else {
            line.finish();
        }
    }

    private Optional<Errand> errand(Frame frame) {
        return Optional.ofNullable(errands.get(frame.stream()));
    }

    private void grant(Frame frame) throws ProtocolException {
        var bytes = new PayloadReader(frame).number();
        errand(frame).ifPresent(errand -> errand.grant(bytes));
    }

    private void input(Frame frame) throws ProtocolException {
        var errand = errands.get(frame.stream());
        if (errand != null && !errand.stdin().add(frame.payload())) {
            throw new ProtocolException("more standard input than was asked for");
        }
    }

    private void begin(Frame frame) throws ProtocolException {
        var name = frame.type() + "-" + frame.stream();
        var errand = new Errand(name, frame.stream(), line, started -> carryOut(frame, started));
        if (errands.putIfAbsent(frame.stream(), errand) != null) {
            throw new ProtocolException("the stream " + frame.stream() + " is in use");
        }
        errand.start();
    }

    private void carryOut(Frame frame, Errand errand) {
        try {
            var answer = answer(frame, errand);
            errand.over();
            line.post(answer.frame(FrameType.DONE, frame.stream()));
            if (frame.type() == FrameType.STOP) {
                keeper.leave();
            }
        } catch (InterruptedException _) {
            // the client cancelled it, or is gone
        } catch (ProtocolException _) {
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

    private void fail(Errand errand, RuntimeException failure) {
        errand.over();
        line.post(Fault.of(failure).frame(errand.stream()));
    }

    private PayloadWriter answer(Frame frame, Errand errand) throws InterruptedException, ProtocolException {
        var in = new PayloadReader(frame);
        return switch (frame.type()) {
            case CONNECT -> new PayloadWriter().number(connect(in));
            case RUN -> run(in, errand);
            case UPLOAD -> upload(in, errand);
            case DOWNLOAD -> download(in, errand);
            case TUNNEL -> new PayloadWriter().number(tunnel(in));
            case HOLD -> new PayloadWriter().number(hold(in));
            case TUNNEL_STATE -> new PayloadWriter().flag(keeper.tunnels().isOpen(in.longNumber()));
            case TUNNEL_CLOSE -> closeTunnel(in.longNumber());
            case VM_UP -> machineUp(in);
            case VM_DOWN -> machineDown(in);
            case VM_LIST -> machines(in);
            case STATUS -> keeper.status(this).written();
            case STOP -> new PayloadWriter();
            default -> throw new ProtocolException("nothing is done on " + frame.type());
        };
    }

    private long connect(PayloadReader in) throws ProtocolException, InterruptedException {
        var node = NodeCodec.read(in);
        keeper.requireItself(node);
        Session session;
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
    private void release(Frame frame) throws ProtocolException {
        var session = leases.remove(new PayloadReader(frame).longNumber());
        if (session != null) {
            keeper.pool().giveBack(session);
        }
        line.post(Frame.of(FrameType.DONE, frame.stream()));
    }

    private Session lent(PayloadReader in) throws ProtocolException {
        var session = leases.get(in.longNumber());
        if (session == null) {
            throw new ProtocolException("this connection was not lent, or was given back");
        }
        return session;
    }

    private Remote remote(PayloadReader in) throws ProtocolException {
        return lent(in).remote();
    }

    private PayloadWriter run(PayloadReader in, Errand errand) throws ProtocolException, InterruptedException {
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

    private PayloadWriter upload(PayloadReader in, Errand errand) throws ProtocolException, InterruptedException {
        var remote = remote(in);
        var upload = new Upload(RawText.path(in.text()), in.text(), in.number());
        return new PayloadWriter().flag(remote.upload(upload, errand) == Upload.Outcome.SENT);
    }

    private PayloadWriter download(PayloadReader in, Errand errand) throws ProtocolException, InterruptedException {
        var remote = remote(in);
        remote.download(in.text(), RawText.path(in.text()), errand);
        return new PayloadWriter();
    }

    private long tunnel(PayloadReader in) throws ProtocolException, InterruptedException {
        return keeper.tunnels().open(lent(in), WayCodec.read(in));
    }

    private long hold(PayloadReader in) throws ProtocolException, InterruptedException {
        var node = NodeCodec.read(in);
        return keeper.tunnels().hold(plan(), node, WayCodec.read(in));
    }

    private PayloadWriter closeTunnel(long id) {
        keeper.tunnels().close(id);
        return new PayloadWriter();
    }

    private PayloadWriter machineUp(PayloadReader in) throws ProtocolException, InterruptedException {
        var standing = keeper.machines().up(VmOrder.parse(in.text()));
        return new PayloadWriter().text(standing.json().toString());
    }

    private PayloadWriter machineDown(PayloadReader in) throws ProtocolException, InterruptedException {
        var ending = keeper.machines().down(RawText.path(in.text()), new NodeName(in.text()));
        return new PayloadWriter().texts(ending.map(Vm.Ending::name).stream().toList());
    }

    private PayloadWriter machines(PayloadReader in) throws ProtocolException, InterruptedException {
        var standings = keeper.machines().list(RawText.path(in.text())).stream()
                .map(standing -> standing.json().toString())
                .toList();
        return new PayloadWriter().texts(standings);
    }
}
