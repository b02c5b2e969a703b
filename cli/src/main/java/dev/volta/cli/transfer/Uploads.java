package dev.volta.cli.transfer;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.fleet.Outcome;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files of one push.
 *
 * @param skipped what lies among them and is no regular file: symbolic links, sockets, devices
 */
record Uploads(List<Upload> files, List<Path> skipped) implements NodeTask<Uploads.Sent> {
    private static final int PERMISSIONS = 07777;

    /** What one node got. */
    record Sent(int sent, int there) {
        @Override
        public String toString() {
            return sent + " sent" + (there == 0 ? "" : ", " + there + " already there");
        }
    }

    /** The file {@code local}, or all files of the folder {@code local}, on their way to {@code remote}. */
    static Uploads of(Path local, String remote) throws IOException {
        if (!Files.exists(local)) {
            throw new NoSuchFileException(local.toString());
        }
        var real = local.toRealPath();
        var target = remote.endsWith("/") ? remote + real.getFileName() : remote;
        var files = new ArrayList<Upload>();
        var skipped = new ArrayList<Path>();
        Files.walkFileTree(real, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    var mode = (int) Files.getAttribute(file, "unix:mode") & PERMISSIONS;
                    var below = real.relativize(file).toString();
                    files.add(new Upload(file, below.isEmpty() ? target : target + "/" + below, mode));
                } else {
                    skipped.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        files.sort(Comparator.comparing(Upload::target));
        if (files.isEmpty()) {
            throw new IOException(local + " holds no regular file");
        }
        return new Uploads(files, skipped);
    }

    static Optional<Sent> sent(Outcome<Sent> outcome) {
        return outcome instanceof Outcome.Done<Sent> done ? Optional.of(done.result()) : Optional.empty();
    }

    @Override
    public Sent run(Node node, Remote remote) throws InterruptedException {
        var sent = 0;
        for (var file : files) {
            sent += switch (remote.upload(file, TransferProgress.NONE)) {
                case SENT -> 1;
                case ALREADY_THERE -> 0;
            };
        }
        return new Sent(sent, files.size() - sent);
    }
}
