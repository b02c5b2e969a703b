package dev.volta.ssh;

import dev.volta.core.digest.Sha256;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

/**
 * One file on its way to a node. The node is asked first what it has: the target's hash and mode, and what an earlier
 * try left behind. That is kept beside the target as {@code .NAME.MARK.volta-part}, where MARK is told by
 * {@link ContentMark}; a later try goes on behind it if it is a true beginning of the content. The whole file is hashed
 * only if the target has its size. A full disk gets its space back: when the node cannot write, the partial file goes;
 * when the connection breaks, it stays.
 */
final class Sending {
    private final Remote remote;
    private final SshTarget target;
    private final Sessions sessions;
    private final Upload upload;
    private final TransferProgress progress;

    Sending(Remote remote, SshTarget target, Sessions sessions, Upload upload, TransferProgress progress) {
        this.remote = remote;
        this.target = target;
        this.sessions = sessions;
        this.upload = upload;
        this.progress = progress;
    }

    /** The content as it was when the transfer began. */
    private record Content(long size, FileTime modified) {}

    Upload.Outcome run() throws InterruptedException {
        try {
            var content = content();
            var partial = partial(ContentMark.of(upload.source()));
            var found = Found.parse(NodeScript.look(remote, upload.target(), partial, content.size()));
            if (found.folder()) {
                throw new RemoteException(remote.node(), "cannot upload to " + upload.target() + ": it is a folder");
            }
            if (isOf(content, found.hash())) {
                if (found.mode() == upload.mode()) {
                    return Upload.Outcome.ALREADY_THERE;
                }
                NodeScript.setMode(remote, upload.target(), upload.mode());
                return Upload.Outcome.SENT;
            }
            send(content, partial, goOnFrom(found, content));
            return Upload.Outcome.SENT;
        } catch (ClosedByInterruptException | InterruptedIOException e) {
            throw (InterruptedException) new InterruptedException("upload interrupted").initCause(e);
        } catch (IOException e) {
            throw new RemoteException(remote.node(), "cannot read " + upload.source() + ": " + e, e);
        }
    }

    private Content content() throws IOException {
        return new Content(Files.size(upload.source()), Files.getLastModifiedTime(upload.source()));
    }

    /** Whether the content has the hash that was found there; none is found of a file of another size. */
    private boolean isOf(Content content, String hash) throws IOException {
        return !hash.isEmpty() && hash.equals(Sha256.of(upload.source(), content.size()));
    }

    private String partial(String mark) {
        var slash = upload.target().lastIndexOf('/');
        return upload.target().substring(0, slash + 1) + "." + upload.target().substring(slash + 1) + "." + mark
                + ".volta-part";
    }

    private long goOnFrom(Found found, Content content) throws IOException {
        var there = found.partialSize();
        return there > 0
                        && there <= content.size()
                        && Sha256.of(upload.source(), there).equals(found.partialHash())
                ? there
                : 0;
    }

    private void send(Content content, String partial, long from) throws IOException, InterruptedException {
        try (var source = FileChannel.open(upload.source(), StandardOpenOption.READ);
                var pipe = sessions.sftp()) {
            try {
                var sftp = new SftpClient(pipe);
                var file = sftp.openToWrite(partial, from == 0);
                progress.moved(from, content.size());
                sftp.write(file, source, from, bytes -> progress.moved(bytes, content.size()));
                requireUnchanged(content, sftp, partial);
                sftp.setMode(file, upload.mode());
                sftp.close(file);
                sftp.rename(partial, upload.target());
            } catch (SftpStatus refused) {
                throw refused(partial, refused);
            } catch (ClosedByInterruptException | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw new SshException(
                        target,
                        Phase.CHANNEL,
                        "the connection was lost while " + upload.target() + " was sent (" + e.getMessage()
                                + "); what arrived is kept as " + partial + ", upload again to go on from there",
                        e);
            }
        }
    }

    private void requireUnchanged(Content content, SftpClient sftp, String partial) throws IOException {
        if (Files.size(upload.source()) != content.size()
                || !Files.getLastModifiedTime(upload.source()).equals(content.modified())) {
            sftp.remove(partial);
            throw new RemoteException(
                    remote.node(),
                    upload.source() + " changed while it was sent; " + upload.target() + " is untouched");
        }
    }

    /** OpenSSH's SFTP server tells "Failure" for every errno but a few, so the node is asked in another way. */
    private RemoteException refused(String partial, SftpStatus refused) throws InterruptedException {
        var reason = NodeScript.whyNot(remote, partial);
        return new RemoteException(
                remote.node(),
                "cannot write " + upload.target() + ": "
                        + (reason.isEmpty() ? "the SFTP server says '" + refused.getMessage() + "'" : reason)
                        + "; " + upload.target() + " is as it was",
                refused);
    }

    /** What {@link NodeScript#look} printed. */
    private record Found(boolean folder, int mode, String hash, long partialSize, String partialHash) {
        static Found parse(Iterable<String> lines) {
            var found = new Found(false, 0, "", 0, "");
            for (var line : lines) {
                var words = line.split(" ", -1);
                found = switch (words[0]) {
                    case "folder" -> new Found(true, 0, "", 0, "");
                    case "target" ->
                        words.length < 3 ? found : new Found(false, Integer.parseInt(words[1], 8), words[2], 0, "");
                    case "partial" ->
                        words.length < 3
                                ? found
                                : new Found(false, found.mode, found.hash, Long.parseLong(words[1]), words[2]);
                    default -> found;
                };
            }
            return found;
        }
    }
}
