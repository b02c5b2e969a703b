package dev.volta.core.remote.local;

import dev.volta.core.config.NodeName;
import dev.volta.core.config.Port;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.DownloadTarget;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import dev.volta.core.transfer.EndDeadline;
import dev.volta.core.transfer.ToldSize;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.RawText;
import dev.volta.core.wire.Umask;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** This machine as a node. */
public final class LocalRemote implements Remote {
    /** Of folders for what is run from them, perhaps, whatever the umask is. */
    private static final FileAttribute<Set<PosixFilePermission>> CHANGED_BY_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x"));

    private final NodeName node;
    private final boolean shielded;
    private final Duration silence;

    public LocalRemote(NodeName node) {
        this(node, false, EndDeadline.USUAL);
    }

    /** @param silence after which a file of unknown size is given up that does not end */
    LocalRemote(NodeName node, boolean shielded, Duration silence) {
        this.node = node;
        this.shielded = shielded;
        this.silence = silence;
    }

    /** One whose programs the terminal's Ctrl-C does not reach, so that they can still tear down what was started. */
    public static LocalRemote shielded(NodeName node) {
        return new LocalRemote(node, true, EndDeadline.USUAL);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public NodeName node() {
        return node;
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
        try (var child = ChildProcess.start(command, shielded, sink)) {
            return child.await();
        } catch (IOException e) {
            // The JDK adds guesses, a line each.
            var reason = IoReason.of(e).lines().findFirst().orElse("").strip();
            throw new RemoteException(node, "cannot run '" + command.brief() + "': " + reason, e);
        }
    }

    @Override
    public Upload.Outcome upload(Upload upload, TransferProgress progress) {
        var target = RawText.path(upload.target());
        try {
            var objection = ToldSize.objection(upload.source(), Files.size(upload.source()));
            if (objection.isPresent()) {
                throw new RemoteException(node, objection.get());
            }
            DownloadTarget.require(target);
            UnfinishedUploads.removeOld(folder(target));
            if (isThere(upload, target)) {
                return Upload.Outcome.ALREADY_THERE;
            }
            Files.createDirectories(folder(target), CHANGED_BY_OWNER);
            copyWhole(
                    target,
                    permissions(upload.mode()),
                    partial -> Files.copy(upload.source(), partial, StandardCopyOption.REPLACE_EXISTING));
            var size = Files.size(target);
            progress.moved(0, size);
            progress.moved(size, size);
            return Upload.Outcome.SENT;
        } catch (IOException e) {
            throw new RemoteException(
                    node, "cannot copy " + upload.source() + " to " + target + ": " + IoReason.withFile(e), e);
        }
    }

    @Override
    public void download(String source, Path target, TransferProgress progress) throws InterruptedException {
        var from = RawText.path(source);
        try {
            DownloadTarget.require(target);
            var kind = FileKind.of(from);
            if (kind != FileKind.REGULAR) {
                throw new IOException("it is " + kind + ", and no regular file");
            }
            Files.createDirectories(folder(target));
            copyWhole(target, Umask.restrict(Files.getPosixFilePermissions(from)), partial -> {
                if (Files.size(from) == 0) {
                    CopyToEnd.run(from, partial, new EndDeadline(silence));
                } else {
                    Files.copy(from, partial, StandardCopyOption.REPLACE_EXISTING);
                }
            });
            var size = Files.size(target);
            progress.moved(0, size);
            progress.moved(size, size);
        } catch (IOException e) {
            throw new RemoteException(node, "cannot copy " + source + " to " + target + ": " + IoReason.withFile(e), e);
        }
    }

    @Override
    public Tunnel socketToNode(Path here, String there) {
        return link(here, Path.of(there));
    }

    @Override
    public Tunnel socketFromNode(String there, Path here) {
        return link(Path.of(there), here);
    }

    /** What listens on a port of this machine can be reached there already. */
    @Override
    public Tunnel portToNode(Port here, Port there) {
        throw new RemoteException(
                node, "port " + there + " is a port of this machine: connect to it, and not to " + here);
    }

    @Override
    public void close() {}

    private Tunnel link(Path from, Path to) {
        try {
            Files.createSymbolicLink(from, to);
        } catch (IOException e) {
            throw new RemoteException(node, "cannot link " + from + " to " + to + ": " + IoReason.withFile(e), e);
        }
        return new Tunnel() {
            @Override
            public boolean isOpen() {
                return Files.isSymbolicLink(from);
            }

            @Override
            public void close() {
                try {
                    Files.deleteIfExists(from);
                } catch (IOException e) {
                    throw new RemoteException(node, "cannot remove " + from + ": " + IoReason.withFile(e), e);
                }
            }
        };
    }

    private static boolean isThere(Upload upload, Path target) throws IOException {
        return Files.isRegularFile(target)
                && Files.getPosixFilePermissions(target).equals(permissions(upload.mode()))
                && Files.mismatch(upload.source(), target) == -1;
    }

    /** Fills a file. */
    @FunctionalInterface
    private interface Copy<E extends Exception> {
        void to(Path file) throws IOException, E;
    }

    private static Path folder(Path target) throws IOException {
        var folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(target + " is not the name of a file");
        }
        return folder;
    }

    private static <E extends Exception> void copyWhole(Path target, Set<PosixFilePermission> permissions, Copy<E> copy)
            throws IOException, E {
        var folder = folder(target);
        var partial = Files.createTempFile(folder, ".volta-", ".part");
        try {
            copy.to(partial);
            Files.setPosixFilePermissions(partial, permissions);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(target + " cannot be replaced at once", e);
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    /** The bits {@code rwxrwxrwx}; set-uid, set-gid and sticky have no place in {@link PosixFilePermission}. */
    private static Set<PosixFilePermission> permissions(int mode) {
        var permissions = EnumSet.noneOf(PosixFilePermission.class);
        var all = PosixFilePermission.values(); // declared from OWNER_READ down to OTHERS_EXECUTE
        for (int i = 0; i < all.length; i++) {
            if ((mode & (0400 >> i)) != 0) {
                permissions.add(all[i]);
            }
        }
        return permissions;
    }
}
