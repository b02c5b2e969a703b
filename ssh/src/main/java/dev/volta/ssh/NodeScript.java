package dev.volta.ssh;

import dev.volta.core.remote.Completed;
import dev.volta.core.remote.PrintedLine;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import java.time.Duration;
import java.util.List;

/** The small POSIX shell programs that file transfers and tunnels run on a node, one round trip each. */
final class NodeScript {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final Script SET_MODE =
            Script.of("set-mode.sh", "[ -f \"$2\" ] && [ ! -h \"$2\" ] && chmod \"$1\" -- \"$2\"");
    private static final Script REMOVE = Script.of("remove.sh", "rm -f -- \"$1\"");

    private static final String SPECIAL = "special ";

    private NodeScript() {}

    /** Fails if the target is something that a rename would replace, but nobody means to: a device, a FIFO, a socket. */
    static List<PrintedLine> look(Remote remote, String target, String partial, long size) throws InterruptedException {
        var lines = run(
                        Script.of(NodeScript.class, "look.sh")
                                .to("look at " + target)
                                .withUnfinished(),
                        remote,
                        target,
                        partial,
                        Long.toString(size))
                .require()
                .lines();
        if (!lines.isEmpty() && lines.getFirst().text().startsWith(SPECIAL)) {
            throw new RemoteException(
                    remote.node(),
                    "cannot upload to " + target + ": it is "
                            + lines.getFirst().text().substring(SPECIAL.length()));
        }
        return lines;
    }

    static String whyNot(Remote remote, String partial) throws InterruptedException {
        return run(
                        Script.of(NodeScript.class, "why-not.sh").to("find out why " + partial + " cannot be written"),
                        remote,
                        partial)
                .out()
                .strip();
    }

    static void setMode(Remote remote, String target, int mode) throws InterruptedException {
        run(SET_MODE.to("set the mode of " + target), remote, Integer.toOctalString(mode), target)
                .require();
    }

    static void clearSocket(Remote remote, String socket) throws InterruptedException {
        run(
                        Script.of(NodeScript.class, "clear-socket.sh")
                                .to("remove the socket " + socket)
                                .withPaths(),
                        remote,
                        socket)
                .require();
    }

    static void remove(Remote remote, String path) throws InterruptedException {
        run(REMOVE.to("remove " + path), remote, path).require();
    }

    private static Completed run(Script script, Remote remote, String... parameters) throws InterruptedException {
        return script.with(parameters).withLimit(LIMIT).run(remote);
    }
}
