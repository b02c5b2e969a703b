package dev.volta.core.operation.transfer;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.DownloadTarget;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** One pull: the file {@code remote}, or all regular files of that folder, below a folder of the node's name. */
public record Downloads(String remote, Path local, Transfers transfers) implements NodeTask<Moved> {
    /** One file of the node and its place here. */
    private record Pulled(String source, Path target) {}

    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public Moved run(Node node, Remote from) throws InterruptedException {
        var into = RawText.of(local.resolve(node.name().value())) + "/" + nameOf(remote);
        var moved = transfers.of(node);
        var found = list(from);
        moved.leaves(found.others());
        var files = new ArrayList<Pulled>();
        for (var name : found.files()) {
            files.add(
                    name.equals(".")
                            ? new Pulled(remote, RawText.path(into))
                            : new Pulled(remote + "/" + name, inside(into, name, from)));
        }
        requireTargets(from, files);
        for (var file : files) {
            from.download(file.source(), file.target(), moved);
            moved.sent(1);
        }
        return moved;
    }

    /** All of them before any is written. */
    private static void requireTargets(Remote from, List<Pulled> files) {
        for (var file : files) {
            try {
                DownloadTarget.require(file.target());
            } catch (IOException e) {
                throw new RemoteException(
                        from.node(),
                        "cannot copy " + file.source() + " to " + RawText.of(file.target()) + ": "
                                + IoReason.withFile(e),
                        e);
            }
        }
    }

    /** @param others names that are neither files nor folders: symbolic links, sockets, devices */
    private record Found(List<String> files, List<String> others) {}

    private Found list(Remote from) throws InterruptedException {
        var listed = Script.of(Downloads.class, "list.sh")
                .to("list " + remote)
                .with(remote)
                .withLimit(LIMIT)
                .run(from);
        if (!listed.ok()) {
            throw new RemoteException(
                    from.node(),
                    remote + ": "
                            + listed.err()
                                    .lines()
                                    .findFirst()
                                    .orElse(listed.status().toString()));
        }
        if (listed.stdout().length == Completed.CAPTURE_LIMIT) {
            throw new RemoteException(from.node(), remote + ": too many files for one pull; pull its folders");
        }
        // An empty name parts the two.
        var names = Stream.of(listed.out().split("\0", -1))
                .map(name -> name.startsWith("./") ? name.substring(2) : name)
                .toList();
        var end = names.indexOf("");
        return new Found(names.subList(0, end), names.subList(end + 1, Math.max(end + 1, names.size() - 1)));
    }

    /** A node says what its files are called; it must not choose where they lie here. */
    private static Path inside(String folder, String name, Remote from) {
        for (var part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new RemoteException(from.node(), "the name '" + name + "' leads out of the folder");
            }
        }
        return RawText.path(folder + "/" + name);
    }

    /** The last name of a path on a node, by which its copy here is known; empty if it has none. */
    public static String nameOf(String remote) {
        var end = remote.length();
        while (end > 0 && remote.charAt(end - 1) == '/') {
            end--;
        }
        var name = remote.substring(remote.lastIndexOf('/', end - 1) + 1, end);
        return name.equals(".") || name.equals("..") ? "" : name;
    }
}
