package dev.volta.core.launcher.node;

import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LauncherCodec;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.LauncherRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;

/** Reads requests, answers pings at once, and hands on what has to wait its turn. */
final class RequestReader extends Thread {
    private final InputStream in;
    private final Replies replies;
    private final RunGuard guard;

    /** Empty: there will be no more. */
    private final LinkedBlockingQueue<Optional<Launch>> launches = new LinkedBlockingQueue<>();

    RequestReader(InputStream in, Replies replies, RunGuard guard) {
        super("request reader");
        this.in = in;
        this.replies = replies;
        this.guard = guard;
        setDaemon(true);
    }

    /** Waits for the next launch; empty if the client closes, or is gone. */
    Optional<Launch> next() throws InterruptedException {
        return launches.take();
    }

    @Override
    public void run() {
        try {
            while (true) {
                var request = LauncherCodec.readRequest(in);
                if (request.isEmpty()) {
                    break;
                }
                take(request.get());
            }
        } catch (IOException e) {
            System.err.println("cannot understand the client: " + e.getMessage());
        }
        clientIsGone();
    }

    /** Ends what runs, and lets nothing more be launched. */
    void clientIsGone() {
        guard.clientIsGone();
        launches.add(Optional.empty());
    }

    private void take(LauncherRequest request) throws IOException {
        if (request instanceof LauncherRequest.Ping ping) {
            replies.send(new LauncherReply.Pong(ping.id(), System.nanoTime()));
        } else if (request instanceof Launch launch) {
            launches.add(Optional.of(launch));
        } else if (request instanceof LauncherRequest.Cancel cancel) {
            guard.cancel(cancel.id());
        } else if (request instanceof LauncherRequest.Close) {
            launches.add(Optional.empty());
        } else {
            throw new IOException("it opens a second time");
        }
    }
}
