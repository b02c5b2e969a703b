package dev.volta.core.vm;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The host's side of the talk with a guest's agent over virtio-serial; docs/vms.md describes the lines. */
final class GuestPort implements AutoCloseable {
    /** Of the port, as the guest finds it. */
    static final String NAME = "volta";

    private final LineSocket socket;

    GuestPort(LineSocket socket) {
        this.socket = socket;
    }

    /** Until the guest's agent has opened its port. */
    void awaitHello(Duration limit) throws InterruptedException, SilentGuest {
        awaitLine("HELLO 1", limit);
    }

    /** Lets the guest do in advance what a guest that goes on from here would spend time on. */
    void warmUp(Duration limit) throws IOException, InterruptedException, SilentGuest {
        socket.send("WARM");
        awaitLine("WARMED", limit);
    }

    void introduce(GuestIdentity identity, Instant now) throws IOException {
        socket.send(String.join("\n", identity.lines(now))); // at once, so that it wakes up once
    }

    /** Sets the clock of a guest that runs. */
    void tellTime(Instant now) throws IOException {
        socket.send(GuestIdentity.time(now));
    }

    /** Until the SSH server accepts logins. */
    void awaitReady(Duration limit) throws InterruptedException, SilentGuest {
        awaitLine("READY", limit);
    }

    /** What {@code java -version} says in the guest. */
    List<String> javaVersion(Duration limit) throws IOException, InterruptedException, SilentGuest {
        var deadline = System.nanoTime() + limit.toNanos();
        socket.send("JAVA");
        var said = new ArrayList<String>();
        while (true) {
            var line = next(Duration.ofNanos(deadline - System.nanoTime()));
            if (line.equals("JAVA-EXIT 0")) {
                return List.copyOf(said);
            }
            if (line.startsWith("JAVA-EXIT ")) {
                throw new VmException("java -version fails in the guest: " + String.join("; ", said));
            }
            if (line.startsWith("JAVA ")) {
                said.add(line.substring("JAVA ".length()));
            }
        }
    }

    /** Asks the guest to write back its disk and switch itself off. */
    void powerOff() throws IOException {
        socket.send("POWEROFF");
    }

    private void awaitLine(String wanted, Duration limit) throws InterruptedException, SilentGuest {
        var deadline = System.nanoTime() + limit.toNanos();
        while (!next(Duration.ofNanos(deadline - System.nanoTime())).equals(wanted)) {
            // an answer to something earlier
        }
    }

    private String next(Duration limit) throws InterruptedException, SilentGuest {
        return switch (socket.next(limit)) {
            case LineSocket.Line(String text) -> {
                if (text.startsWith("FAILED ")) {
                    throw new GuestRefusal(text.substring("FAILED ".length()));
                }
                yield text;
            }
            case LineSocket.End _ -> throw new EndedQemu();
            case LineSocket.Silence _ -> throw new SilentGuest("nothing came from the guest in time");
        };
    }

    /** Completed when QEMU is gone, or this port is closed. */
    CompletableFuture<Void> ended() {
        return socket.ended();
    }

    @Override
    public void close() {
        socket.close();
    }

    /** The guest did not say what was waited for. */
    static class SilentGuest extends Exception {
        private static final long serialVersionUID = 1;

        SilentGuest(String message) {
            super(message);
        }
    }

    /** It cannot say anything any more. */
    static final class EndedQemu extends SilentGuest {
        private static final long serialVersionUID = 1;

        EndedQemu() {
            super("QEMU ended");
        }
    }
}
