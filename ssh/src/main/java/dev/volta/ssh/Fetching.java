package dev.volta.ssh;

import dev.volta.core.remote.DownloadTarget;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.wire.Umask;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** One file on its way here. It is written beside its place and renamed into it; a transfer that fails leaves nothing. */
final class Fetching {
    private final SshTarget target;
    private final Sessions sessions;
    private final String source;
    private final Path destination;
    private final TransferProgress progress;

    Fetching(SshTarget target, Sessions sessions, String source, Path destination, TransferProgress progress) {
        this.target = target;
        this.sessions = sessions;
        this.source = source;
        this.destination = destination;
        this.progress = progress;
    }

    void run() throws InterruptedException {
        try {
            DownloadTarget.require(destination);
            fetch();
        } catch (ClosedByInterruptException | InterruptedIOException e) {
            throw interrupted(e);
        } catch (SftpStatus refused) {
            throw new RemoteException(target.node(), "cannot read " + source + ": " + refused.getMessage(), refused);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw interrupted(e); // JSch wraps what an interrupt has closed
            }
            throw new RemoteException(target.node(), "cannot copy " + source + " to " + destination + ": " + why(e), e);
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        return (InterruptedException) new InterruptedException("download interrupted").initCause(cause);
    }

    private static String why(IOException cause) {
        return cause instanceof EOFException && cause.getMessage() == null
                ? "the connection was lost while it was read, or the node's SFTP server ended"
                : IoReason.withFile(cause);
    }

    private void fetch() throws IOException, InterruptedException {
        try (var pipe = sessions.sftp()) {
            var sftp = new SftpClient(pipe);
            var file = sftp.openToRead(source);
            var status = sftp.status(file);
            var folder = destination.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            var partial = Files.createTempFile(folder, ".volta-", ".part");
            try {
                try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                    progress.moved(0, status.size());
                    sftp.read(
                            file,
                            channel,
                            status.size(),
                            target.timing().silence(),
                            bytes -> progress.moved(bytes, Math.max(bytes, status.size())));
                }
                Files.setPosixFilePermissions(
                        partial, Umask.restrict(PosixFilePermissions.fromString(status.permissions())));
                Files.move(partial, destination, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(partial);
            }
        }
    }
}
