package dev.volta.core.workload.command;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.launcher.CapturedOutput;
import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LauncherCodec;
import dev.volta.core.launcher.LauncherMessage;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.LauncherRequest;
import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.PeakMemory;
import dev.volta.core.launcher.ResourceUsage;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A node with a launcher that starts nothing, and says of each launch what a test has told it. Its clock is an hour ahead. */
final class FakeLauncher implements Remote {
    static final long AHEAD_NANOS = 3_600_000_000_000L;

    private final NodeName node;
    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Launch> launches = Collections.synchronizedList(new ArrayList<>());
    private Behaviour behaviour = FakeLauncher::succeeded;
    private Optional<String> noLimits = Optional.empty();
    private Optional<Launch> cleanup = Optional.empty();

    /** What becomes of a launch. */
    interface Behaviour {
        /** How it ended; null for one that goes on until it is cancelled. */
        LauncherReply.@Nullable Ended of(Launch launch);
    }

    FakeLauncher(String node) {
        this.node = new NodeName(node);
    }

    FakeLauncher does(Behaviour other) {
        behaviour = other;
        return this;
    }

    FakeLauncher cannotLimit(String why) {
        noLimits = Optional.of(why);
        return this;
    }

    /** What it was asked for, but for pings. */
    List<String> calls() {
        return List.copyOf(calls);
    }

    List<Launch> launches() {
        return List.copyOf(launches);
    }

    /** It takes 10 ms, half of that of a processor. */
    static LauncherReply.Ended succeeded(Launch launch) {
        return ended(launch, new Outcome.Exited(0), "", "");
    }

    static LauncherReply.Ended ended(Launch launch, Outcome outcome, String stdout, String stderr) {
        var start = launch.startAt() == 0 ? System.nanoTime() + AHEAD_NANOS : launch.startAt();
        return new LauncherReply.Ended(
                launch.id(),
                start,
                start + 10_000_000,
                outcome,
                false,
                false,
                0,
                new ResourceUsage(3_000_000, 2_000_000, 100, 1, 2, 3),
                new PeakMemory.Bytes(1 << 20, "cgroup of the process tree"),
                0,
                captured(stdout),
                captured(stderr));
    }

    private static CapturedOutput captured(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        return new CapturedOutput(bytes.length, dev.volta.core.sha256.Sha256.of(bytes), bytes);
    }

    /** The connection breaks, as if the node had been restarted. */
    static RuntimeException lost(String why) {
        return new Lost(why);
    }

    private static final class Lost extends RuntimeException {
        private static final long serialVersionUID = 1;

        Lost(String why) {
            super(why);
        }
    }

    @Override
    public NodeName node() {
        return node;
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) {
        try (var requests = command.stdin().open()) {
            while (true) {
                var request = LauncherCodec.readRequest(requests);
                if (request.isEmpty()) {
                    calls.add("end of input");
                    return new ExitStatus.Exited(0);
                }
                switch (request.get()) {
                    case LauncherRequest.Open open -> {
                        calls.add("open " + open.limits().memoryBytes());
                        cleanup = open.cleanup();
                        say(sink, new LauncherReply.Opened(1, 1, "cgroup v2", Optional.empty(), noLimits, now()));
                    }
                    case LauncherRequest.Ping ping -> say(sink, new LauncherReply.Pong(ping.id(), now()));
                    case Launch launch -> launch(launch, sink);
                    case LauncherRequest.Cancel cancel -> {
                        calls.add("cancel " + cancel.id());
                        say(sink, ended(launches.getLast(), new Outcome.Signalled(15), "", ""));
                    }
                    case LauncherRequest.Close _ -> {
                        calls.add("close");
                        if (cleanup.isPresent()) {
                            launch(cleanup.get(), sink);
                        }
                        return new ExitStatus.Exited(0);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Lost e) {
            throw new RemoteException(node, String.valueOf(e.getMessage()));
        }
    }

    private void launch(Launch launch, OutputSink sink) {
        calls.add(String.join(" ", launch.argv()));
        launches.add(launch);
        var ended = behaviour.of(launch);
        if (ended != null) {
            say(sink, ended);
        }
    }

    private static long now() {
        return System.nanoTime() + AHEAD_NANOS;
    }

    private static void say(OutputSink sink, LauncherMessage message) {
        var frame = new ByteArrayOutputStream();
        try {
            LauncherCodec.write(frame, message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // In pieces, as a network delivers.
        for (var one : frame.toByteArray()) {
            sink.stdout(ByteBuffer.wrap(new byte[] {one}));
        }
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public Upload.Outcome upload(Upload upload, TransferProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void download(String source, Path target, TransferProgress progress) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tunnel socketToNode(Path here, String there) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tunnel portToNode(Port here, Port there) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Tunnel socketFromNode(String there, Path here) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
