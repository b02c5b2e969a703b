package dev.volta.ssh;

import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Upload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An upload in a thread of its own, which stops in the middle until it is let go on. */
final class PausedUpload implements AutoCloseable {
    private static final long PATIENCE_S = 60;

    private final Remote remote;
    private final CountDownLatch paused = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final ExecutorService thread = Executors.newVirtualThreadPerTaskExecutor();
    private final Future<Upload.Outcome> outcome;
    private final Path partial;

    private PausedUpload(Remote remote, Upload upload, long pause, Path partial) {
        this.remote = remote;
        this.partial = partial;
        this.outcome = thread.submit(() -> remote.upload(upload, (bytes, total) -> {
            if (bytes >= pause) {
                paused.countDown();
                await(goOn);
            }
        }));
    }

    /** Returns when {@code pause} bytes or more are on their way, and all that are have been written. */
    static PausedUpload start(Remote remote, Upload upload, long pause) throws Exception {
        var partial = Path.of(PartialName.of(ContentMark.of(upload.source()), remote.node(), upload.target()));
        var started = new PausedUpload(remote, upload, pause, partial);
        await(started.paused);
        Eventually.eventually(() -> isQuiet(partial), "the file is quiet");
        return started;
    }

    private static boolean isQuiet(Path partial) throws Exception {
        var size = Files.size(partial);
        TimeUnit.MILLISECONDS.sleep(100);
        return Files.size(partial) == size;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(PATIENCE_S, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came for " + PATIENCE_S + " s");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where it writes, unless somebody else was there before. */
    Path partial() {
        return partial;
    }

    Upload.Outcome end() throws Exception {
        goOn.countDown();
        return outcome.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        goOn.countDown();
        thread.close();
        remote.close();
    }
}
