package dev.volta.core.transfer;

import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.RandomMark;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.Upload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a folder on their way to a node. Each by itself costs programs and round trips there, so small ones travel
 * together: what is there already is found out for all of them at once, and the others are unpacked in a hidden folder in
 * it, which is for its owner alone, and then moved into place, each at once and whole; none unless all of them came. A
 * node without {@code tar} and {@code xargs} gets them one by one.
 */
public final class FolderUpload {
    private static final long SMALL = 256 << 10;
    private static final int FEW = 3;
    private static final int TOGETHER = 5000;
    private static final int NAMES_TOGETHER = 512 << 10;
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final Script UNPACK =
            Script.of(FolderUpload.class, "unpack.sh").withPaths();

    private static final Script REMOVE = Script.of("remove-stage.sh", "rm -rf -- \"$1\"");
    private static final Duration REMOVAL = Duration.ofMinutes(1);

    private final Remote remote;
    private final String folder;
    private final UploadProgress tally;

    /**
     * @param folder an absolute path on the node; what has its target elsewhere is sent by itself
     * @param tally told by the thread that sends
     */
    public FolderUpload(Remote remote, String folder, UploadProgress tally) {
        this.remote = remote;
        this.folder = folder;
        this.tally = tally;
    }

    /**
     * Sends those of {@code uploads} that are not there.
     *
     * @throws RemoteException if one cannot be sent; some of the others may have been
     */
    public void send(List<Upload> uploads) throws InterruptedException {
        try {
            var single = new ArrayList<Upload>();
            var small = new ArrayList<SmallFile>();
            for (var upload : uploads) {
                var size = Files.size(upload.source());
                if (size <= SMALL && isPlain(upload.target())) {
                    small.add(new SmallFile(upload, upload.target().substring(folder.length() + 1), size));
                } else {
                    single.add(upload);
                }
            }
            for (int from = 0, to; from < small.size(); from = to) {
                to = end(small, from);
                single.addAll(together(small.subList(from, to)));
            }
            for (var upload : single) {
                switch (remote.upload(upload, tally)) {
                    case SENT -> tally.sent(1);
                    case ALREADY_THERE -> tally.wasThere(Files.size(upload.source()));
                }
            }
        } catch (IOException e) {
            throw new RemoteException(remote.node(), "cannot read " + IoReason.withFile(e), e);
        }
    }

    /** Where those that begin at {@code from} end, so that what a node says of all of them is kept whole. */
    private static int end(List<SmallFile> files, int from) {
        var to = from;
        for (var bytes = 0; to < files.size() && to - from < TOGETHER && bytes < NAMES_TOGETHER; to++) {
            bytes += files.get(to).upload().target().length();
        }
        return to;
    }

    /** Names that tools would print in another way are asked for one by one. */
    private boolean isPlain(String target) {
        return target.startsWith(folder + "/") && target.chars().noneMatch(c -> c == '\n' || c == '\r' || c == '\\');
    }

    /** Gives back what has to be sent one by one. */
    private List<Upload> together(List<SmallFile> files) throws IOException, InterruptedException {
        var there = files.size() > FEW ? RemoteFileStates.look(remote, files) : Optional.<RemoteFileStates>empty();
        if (there.isEmpty()) {
            return files.stream().map(SmallFile::upload).toList();
        }
        var odd = new ArrayList<Upload>();
        var missing = new ArrayList<SmallFile>();
        for (var file : files) {
            var special = there.get().special(file);
            if (special.isPresent()) {
                throw new RemoteException(
                        remote.node(), "cannot upload to " + file.upload().target() + ": it is " + special.get());
            }
            if (there.get().isOdd(file)) {
                odd.add(file.upload());
            } else if (there.get().isSame(file)) {
                tally.wasThere(file.size());
            } else {
                missing.add(file);
            }
        }
        if (!missing.isEmpty()) {
            sendTogether(missing);
        }
        return odd;
    }

    private void sendTogether(List<SmallFile> files) throws InterruptedException {
        var total = files.stream().mapToLong(SmallFile::size).sum();
        var mark = RandomMark.draw();
        tally.moved(0, total);
        var archive = new Counted(TarStream.of(files, mark), sent -> tally.moved(Math.min(sent, total), total));
        try {
            unpack(archive, mark);
        } catch (UncheckedIOException e) {
            removeStage(mark, e);
            throw new RemoteException(remote.node(), String.valueOf(e.getMessage()), e);
        } catch (RemoteException | InterruptedException e) {
            removeStage(mark, e);
            throw e;
        }
        tally.moved(total, total);
        tally.sent(files.size());
    }

    private void unpack(CommandInput archive, String mark) throws InterruptedException {
        var done = UNPACK.to("write below " + folder)
                .with(folder, mark)
                .withInput(archive)
                .withLimit(LIMIT)
                .run(remote);
        if (!done.ok()) {
            throw new RemoteException(
                    remote.node(),
                    "cannot write below " + folder + ": "
                            + why(done.err(), done.status().toString()));
        }
    }

    /**
     * A script that is ended by force cannot remove the folder in which it unpacks. Where the connection is lost, the script
     * sees the end of what it reads, and does.
     */
    private void removeStage(String mark, Exception failure) {
        if (!remote.isOpen()) {
            return;
        }
        try {
            REMOVE.to("remove what is unfinished below " + folder)
                    .with(folder + "/.volta-" + mark)
                    .withLimit(REMOVAL)
                    .run(remote);
        } catch (RemoteException e) {
            failure.addSuppressed(e); // a later push removes it
        } catch (InterruptedException e) {
            failure.addSuppressed(e);
            Thread.currentThread().interrupt();
        }
    }

    private static String why(String complaint, String status) {
        return complaint.isBlank()
                ? status
                : complaint.strip().lines().findFirst().orElseThrow();
    }
}
