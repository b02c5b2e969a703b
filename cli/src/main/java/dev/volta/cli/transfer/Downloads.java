package dev.volta.cli.transfer;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One pull: the file {@code remote}, or all regular files of that folder, below a folder of the node's name. */
record Downloads(String remote, Path local, Transfers transfers) implements NodeTask<Moved> {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @Override
    public Moved run(Node node, Remote from) throws InterruptedException {
        var into = local.resolve(node.name().value()).resolve(Path.of(remote).getFileName());
        var moved = transfers.of(node);
        var names = list(from);
        for (var name : names) {
            if (name.equals(".")) {
                from.download(remote, into, moved);
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
        var text = listed.out();
        if (text.indexOf('\uFFFD') >= 0) {
            throw new RemoteException(from.node(), remote + ": a file there has a name that is not UTF-8");
        }
        var names = List.of(text.split("\0", -1));
        return names.subList(0, names.size() - 1).stream()
                .map(name -> name.startsWith("./") ? name.substring(2) : name)
                .toList();
    }

    /** A node says what its files are called; it must not choose where they lie here. */
    private static Path inside(Path folder, String name, Remote from) {
        var path = folder.resolve(name).normalize();
        if (!path.startsWith(folder.normalize()) || path.equals(folder.normalize())) {
            throw new RemoteException(from.node(), "the name '" + name + "' leads out of the folder");
        }
        return path;
    }
}
