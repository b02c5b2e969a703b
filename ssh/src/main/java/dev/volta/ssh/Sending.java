package dev.volta.ssh;

import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.PrintedLine;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.sha256.Sha256;
import dev.volta.core.transfer.ToldSize;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way to a node. The node is asked first what it has: the target's hash and mode, and what an earlier
 * try left behind. That is kept beside the target under the name that {@link PartialName} gives it; a later try goes on
 * behind it if it is a true beginning of the content. If it is not, somebody may be writing it just now: it stays, and
 * another name is taken, and a later try does not find what has it. Partial files that nobody has written for a week go with
 * the next upload into their folder. The whole file is hashed only if the target has its size.
 * A full disk gets its space back: when the node cannot write, the partial file goes; when the connection breaks, it stays
 * for a later try.
 *
 * <p>Other users may write in the target's folder. So a partial file is only gone on with if it is a regular file of the
 * user who logs in, of the size that was just seen; otherwise one is made that was not there, which no link leads
 * elsewhere, for its owner alone.
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
            var usual = PartialName.of(ContentMark.of(upload.source()), remote.node(), upload.target());
            var found = look(usual, content);
            if (found.folder()) {
                throw new RemoteException(remote.node(), "cannot upload to " + upload.target() + ": it is a folder");
            }
            if (isOf(content, found.hash())) {
                return withMode(found);
            }
            if (!send(content, found, usual)) {
                var now = look(usual, content);
                if (!isOf(content, now.hash())) {
                    throw new RemoteException(
                            remote.node(),
                            "cannot write " + upload.target()
                                    + ": the partial file was removed or replaced during the upload; upload again");
                }
                withMode(now); // somebody else sent the same, and was faster
            }
            return Upload.Outcome.SENT;
        } catch (ClosedByInterruptException | InterruptedIOException e) {
            throw interrupted(e);
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw interrupted(e); // JSch wraps what an interrupt has closed
            }
            throw new RemoteException(remote.node(), "cannot read " + upload.source() + ": " + IoReason.withFile(e), e);
        }
    }

    private static InterruptedException interrupted(IOException cause) {
        return (InterruptedException) new InterruptedException("upload interrupted").initCause(cause);
    }

    private Found look(String partial, Content content) throws InterruptedException {
        return Found.parse(NodeScript.look(remote, upload.target(), partial, content.size()));
    }

    /** The target has the content already; it gets the mode. */
    private Upload.Outcome withMode(Found found) throws InterruptedException {
        if (found.mode() == upload.mode()) {
            return Upload.Outcome.ALREADY_THERE;
        }
        NodeScript.setMode(remote, upload.target(), upload.mode());
        return Upload.Outcome.SENT;
    }

    private Content content() throws IOException {
        var content = new Content(Files.size(upload.source()), Files.getLastModifiedTime(upload.source()));
        var objection = ToldSize.objection(upload.source(), content.size());
        if (objection.isPresent()) {
            throw new RemoteException(remote.node(), objection.get());
        }
        return content;
    }

    /** Whether the content has the hash that was found there; none is found of a file of another size. */
    private boolean isOf(Content content, String hash) throws IOException {
        return !hash.isEmpty() && hash.equals(Sha256.of(upload.source(), content.size()));
    }

    /** Whether what an earlier try left is a beginning of the content; a file of no bytes is one too. */
    private boolean isBeginning(Found found, Content content) throws IOException {
        return found.partialSize() >= 0
                && found.partialSize() <= content.size()
                && Sha256.of(upload.source(), found.partialSize()).equals(found.partialHash());
    }

    /** Returns false if what was written has another name by now, or none, so that nothing was put in the target's place. */
    private boolean send(Content content, Found found, String usual) throws IOException, InterruptedException {
        var partial = usual;
        var opened = false;
        @Nullable SftpStatus refusal;
        IOException loss;
        try (var source = FileChannel.open(upload.source(), StandardOpenOption.READ);
                var pipe = sessions.sftp()) {
            try {
                var sftp = new SftpClient(pipe);
                var from = 0L;
                var file = Optional.<SftpClient.Handle>empty();
                if (found.isVacant()) {
                    file = fresh(sftp, partial);
                } else if (isBeginning(found, content)) {
                    from = found.partialSize();
                    file = known(sftp, partial, from);
                }
                if (file.isEmpty()) {
                    // Somebody else sends the same, or wants to be in the way. What is there stays: if it went, its
                    // writer would put what is made under its name, unfinished, in the target's place.
                    from = 0;
                    partial = PartialName.random(upload.target());
                    file = Optional.of(sftp.openFresh(partial));
                }
                opened = true;
                progress.moved(from, content.size());
                sftp.write(file.get(), source, from, bytes -> progress.moved(bytes, content.size()));
                requireUnchanged(content, sftp, partial);
                return publish(sftp, file.get(), partial, content);
            } catch (SftpStatus e) {
                refusal = e;
                loss = e;
            } catch (ClosedByInterruptException | InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw interrupted(e);
                }
                refusal = null;
                loss = e;
            }
        }
        // The node may allow one session at a time, and has to be asked, or to remove something, over another one.
        throw refusal != null
                ? refused(partial, refusal)
                : lost(partial, partial.equals(usual), opened || found.partialSize() >= 0, loss);
    }

    /** A later try finds what arrived only if it has its usual name; under another one it is of no use to anybody. */
    private SshException lost(String partial, boolean usual, boolean there, IOException cause)
            throws InterruptedException {
        if (!usual) {
            try {
                NodeScript.remove(remote, partial);
            } catch (RemoteException e) {
                cause.addSuppressed(e); // it goes when it is a week old
            }
        }
        if (cause instanceof NoSftpServer && remote.isOpen()) {
            return new SshException(
                    target, Phase.CHANNEL, "cannot send " + upload.target() + ": " + IoReason.of(cause), cause);
        }
        return new SshException(
                target,
                Phase.CHANNEL,
                "cannot send " + upload.target() + ": " + why(cause) + "; "
                        + (usual && there
                                ? "what arrived is kept as " + partial + "; upload again to continue from there"
                                : "upload again, from the beginning"),
                cause);
    }

    private static String why(IOException cause) {
        return cause instanceof SilenceException silence
                ? IoReason.of(silence)
                : "the connection was lost while it was sent, or the node's SFTP server ended"
                        + (cause instanceof EOFException || cause instanceof NoSftpServer
                                ? ""
                                : " (" + IoReason.of(cause) + ")");
    }

    /** Two may go on with the same partial file, and one is faster. */
    private boolean publish(SftpClient sftp, SftpClient.Handle file, String partial, Content content)
            throws IOException {
        try {
            if (sftp.finish(file, upload.mode(), partial).size() != content.size()) {
                return false;
            }
            sftp.rename(partial, upload.target());
            return true;
        } catch (SftpStatus refused) {
            if (refused.code() == SftpStatus.NO_SUCH_FILE) {
                return false;
            }
            throw refused;
        }
    }

    /** The partial file, if it is still the one that was looked at. */
    private static Optional<SftpClient.Handle> known(SftpClient sftp, String partial, long size) throws IOException {
        try {
            var file = sftp.openKnown(partial);
            if (sftp.status(file).size() == size) {
                return Optional.of(file);
            }
            sftp.close(file);
        } catch (SftpStatus _) {
            // it has gone, or is something else
        }
        return Optional.empty();
    }

    private static Optional<SftpClient.Handle> fresh(SftpClient sftp, String partial) throws IOException {
        try {
            return Optional.of(sftp.openFresh(partial));
        } catch (SftpStatus _) {
            return Optional.empty();
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

    /**
     * What {@link NodeScript#look} printed.
     *
     * @param partialSize -1 if there is no partial file of ours
     * @param foreign whether there is something else in its place
     */
    private record Found(boolean folder, int mode, String hash, long partialSize, String partialHash, boolean foreign) {
        private static final int OCTAL = 8;

        /** Whether there is nothing in the partial file's place. */
        boolean isVacant() {
            return partialSize < 0 && !foreign;
        }

        static Found parse(Iterable<PrintedLine> lines) {
            var found = new Found(false, 0, "", -1, "", false);
            for (var line : lines) {
                found = switch (line.text().split(" ", 2)[0]) {
                    case "folder" -> new Found(true, 0, "", -1, "", false);
                    case "foreign" -> new Found(false, found.mode, found.hash, -1, "", true);
                    case "target" -> {
                        var words = line.words(3);
                        yield new Found(false, line.integer(words.get(1), OCTAL), words.get(2), -1, "", false);
                    }
                    case "partial" -> {
                        var words = line.words(3);
                        yield new Found(false, found.mode, found.hash, line.number(words.get(1)), words.get(2), false);
                    }
                    default -> throw line.odd();
                };
            }
            return found;
        }
    }
}
