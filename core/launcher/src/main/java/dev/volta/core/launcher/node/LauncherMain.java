package dev.volta.core.launcher.node;

import dev.volta.core.launcher.Launch;
import dev.volta.core.launcher.LauncherCodec;
import dev.volta.core.launcher.LauncherMessage;
import dev.volta.core.launcher.LauncherProtocolException;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.launcher.LauncherRequest;
import dev.volta.core.launcher.Outcome;
import dev.volta.core.launcher.Output;
import dev.volta.core.launcher.cgroup.LaunchCgroups;
import dev.volta.core.launcher.posix.SystemCalls;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The launcher as a program: messages on standard input and output, words for people on standard error. */
public final class LauncherMain {
    private static final int MISUSE = 2;
    private static final int FAILURE = 1;

    /** The first launches are slower than later ones: this many. */
    private static final int WARM_UP_LAUNCHES = 3;

    private static final Launch WARM_UP =
            new Launch(0, List.of("true"), List.of(), "", "", Output.KEEP, Output.KEEP, 0, 0, false);

    private LauncherMain() {}

    public static void main(String[] arguments) {
        try {
            System.exit(serve());
        } catch (LauncherProtocolException e) {
            System.err.println("cannot understand the client: " + e.getMessage());
            System.exit(MISUSE);
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            var failure = e instanceof ExceptionInInitializerError ? e.getCause() : e;
            System.err.println("the launcher failed: " + failure);
            e.printStackTrace();
            System.exit(FAILURE);
        }
    }

    private static int serve() throws IOException, InterruptedException {
        // Meanwhile this thread links the C library, which takes as long.
        new Sha256WarmUp().start();
        var in = new BufferedInputStream(new FileInputStream(FileDescriptor.in));
        var replies = new Replies(new FileOutputStream(FileDescriptor.out));
        try (var calls = new SystemCalls()) {
            var tree = new ProcessTree(calls);
            var guard = new RunGuard(tree);
            guard.start();
            var first = LauncherCodec.readRequest(in);
            if (first.isEmpty()) {
                return 0;
            }
            if (!(first.get() instanceof LauncherRequest.Open open)) {
                System.err.println("the first message does not open the conversation");
                return MISUSE;
            }
            if (open.protocol() != LauncherMessage.PROTOCOL) {
                System.err.println("the client speaks version " + open.protocol()
                        + " of the protocol, this launcher version "
                        + LauncherMessage.PROTOCOL);
                return MISUSE;
            }
            serve(calls, tree, guard, open, new RequestReader(in, replies, guard), replies);
            return 0;
        }
    }

    private static void serve(
            SystemCalls calls,
            ProcessTree tree,
            RunGuard guard,
            LauncherRequest.Open open,
            RequestReader requests,
            Replies replies)
            throws IOException, InterruptedException {
        var done = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Termination(requests, done));
        var cgroups = new LaunchCgroups(calls, open.name(), open.limits());
        try {
            var launcher = new CommandLauncher(calls, open, cgroups, tree, guard);
            for (var i = 0; i < WARM_UP_LAUNCHES; i++) {
                if (launcher.launch(WARM_UP).outcome() instanceof Outcome.NotStarted) {
                    cgroups.makeNoChildren();
                }
            }
            requests.start();
            replies.send(new LauncherReply.Opened(
                    LauncherMessage.PROTOCOL,
                    calls.ownPid(),
                    cgroups.tree(),
                    cgroups.noMemory(),
                    cgroups.noLimits(open.limits()),
                    System.nanoTime()));
            serve(launcher, open.cleanup(), requests, replies);
        } finally {
            tree.endAll();
            if (!cgroups.close()) {
                System.err.println("cannot remove the last cgroup");
            }
            done.countDown();
        }
    }

    private static void serve(
            CommandLauncher launcher, Optional<Launch> cleanup, RequestReader requests, Replies replies)
            throws IOException, InterruptedException {
        try {
            for (var launch = requests.next(); launch.isPresent(); launch = requests.next()) {
                replies.send(launcher.launch(launch.get()));
            }
        } finally {
            if (cleanup.isPresent()) {
                replies.send(launcher.cleanUp(cleanup.get()));
            }
        }
    }

    /** Loads what reading output needs. */
    private static final class Sha256WarmUp extends Thread {
        Sha256WarmUp() {
            super("SHA-256 warm-up");
            setDaemon(true);
        }

        @Override
        public void run() {
            OutputReader.newDigest();
        }
    }

    /** A signal ends the launcher as the end of its input does. */
    private static final class Termination extends Thread {
        private final RequestReader requests;
        private final CountDownLatch done;

        Termination(RequestReader requests, CountDownLatch done) {
            super("termination");
            this.requests = requests;
            this.done = done;
        }

        @Override
        public void run() {
            requests.clientIsGone();
            try {
                done.await();
            } catch (InterruptedException _) {
                // then there is no time to clean up
            }
        }
    }
}
