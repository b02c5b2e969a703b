package dev.volta.cli.transfer;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.wire.RawText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One pull: the file {@code remote}, or all regular files of that folder, below a folder of the node's name. */
record Downloads(String remote, Path local, Transfers transfers) implements NodeTask<Moved> {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public Moved run(Node node, Remote from) throws InterruptedException {
        var into = RawText.of(local.resolve(node.name().value())) + "/" + PullCommand.nameOf(remote);
        var moved = transfers.of(node);
        var names = list(from);
        for (var name : names) {
            if (name.equals(".")) {
                from.download(remote, RawText.path(into), moved);
            } else {
                from.download(remote + "/" + name, inside(into, name, from), moved);
            }
            moved.sent(1);
        }
        return moved;
    }

    private List<String> list(Remote from) throws InterruptedException {
        var listed = Script.of(Downloads.class, "list.sh")
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
        var names = List.of(listed.out().split("\0", -1));
        return names.subList(0, names.size() - 1).stream()
                .map(name -> name.startsWith("./") ? name.substring(2) : name)
                .toList();
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
}
