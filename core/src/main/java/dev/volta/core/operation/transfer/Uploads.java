package dev.volta.core.operation.transfer;

import dev.volta.core.fleet.NodeTask;
import dev.volta.core.remote.Upload;
import dev.volta.core.transfer.FolderUpload;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.RawText;
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
 * @param target of the file, or of the folder that they all are in
 * @param skipped what lies among them and is no regular file: symbolic links, sockets, devices
 * @param state the folder with keys and logs of the fleet, if it lies among them: it is left out, as it changes meanwhile
 * @param pipe whose content is the only file
 */
public record Uploads(
        String target, List<Upload> files, List<Path> skipped, Optional<Path> state, Optional<Path> pipe) {
    private static final int PERMISSIONS = 07777;

    /**
     * The file {@code local}, or all files of the folder {@code local}, on their way to {@code remote}. It may be a symbolic
     * link, which then gives the name, as with cp(1).
     *
     * @param state where the fleet keeps its own files, if it does
     */
    public static Uploads of(Path local, String remote, Path state) throws IOException {
        if (!Files.exists(local)) {
            throw new NoSuchFileException(local.toString());
        }
        var kind = FileKind.of(local);
        if (kind == FileKind.FIFO || isWithoutName(local)) {
            return ofPipe(local, remote);
        }
        if (kind.isSpecial()) {
            throw new IOException(
                    local + " is " + kind + "; what can be pushed are files, folders, and what comes out of a pipe");
        }
        var real = local.toRealPath();
        var target = remote.endsWith("/") ? remote + name(local, real) : remote;
        var files = new ArrayList<Upload>();
        var skipped = new ArrayList<Path>();
        var own = Optional.of(state).filter(Files::isDirectory).map(Path::toAbsolutePath);
        var left = new ArrayList<Path>();
        Files.walkFileTree(real, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (own.isEmpty() || folder.equals(real) || !Files.isSameFile(folder, own.get())) {
                    return FileVisitResult.CONTINUE;
                }
                left.add(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    var mode = (int) Files.getAttribute(file, "unix:mode") & PERMISSIONS;
                    var below = RawText.of(real.relativize(file));
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
        return new Uploads(target, files, skipped, left.stream().findFirst(), Optional.empty());
    }

    /** What a descriptor leads to that is nowhere else, such as {@code /dev/fd/63} of a shell's {@code <(command)}. */
    private static boolean isWithoutName(Path local) throws IOException {
        try {
            return !Files.exists(local.toRealPath());
        } catch (NoSuchFileException _) {
            return true;
        }
    }

    /** It cannot be sent before it was {@linkplain #withContent read}. */
    private static Uploads ofPipe(Path local, String remote) throws IOException {
        if (remote.endsWith("/") && isWithoutName(local)) {
            throw new IOException(
                    local + " is a pipe and has no name of its own; name the target without a slash at its end");
        }
        var target = remote.endsWith("/") ? remote + name(local, local.toRealPath()) : remote;
        var mode = (int) Files.getAttribute(local, "unix:mode") & PERMISSIONS;
        return new Uploads(
                target, List.of(new Upload(local, target, mode)), List.of(), Optional.empty(), Optional.of(local));
    }

    /** The same, with the content of the pipe. */
    public Uploads withContent(PipeContent content) {
        var all = files.stream()
                .map(file -> new Upload(content.file(), file.target(), file.mode()))
                .toList();
        return new Uploads(target, all, skipped, state, Optional.empty());
    }

    /** The last name that was written; {@code .} and {@code ..} are none. */
    private static String name(Path local, Path real) throws IOException {
        var written = local.normalize().getFileName();
        var name = written == null
                        || written.toString().isEmpty()
                        || written.toString().equals("..")
                ? real.getFileName()
                : written;
        if (name == null) {
            throw new IOException(local + " has no name of its own; name the target without a slash at its end");
        }
        return RawText.of(name);
    }

    public long bytes() throws IOException {
        long sum = 0;
        for (var file : files) {
            sum += Files.size(file.source());
        }
        return sum;
    }

    public NodeTask<Moved> counted(Transfers transfers) {
        return (node, remote) -> {
            var moved = transfers.of(node);
            new FolderUpload(remote, target, moved).send(files);
            return moved;
        };
    }
}
