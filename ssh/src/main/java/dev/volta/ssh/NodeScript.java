package dev.volta.ssh;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Completed;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import java.time.Duration;
import java.util.List;

/** The small POSIX shell programs that file transfers and tunnels run on a node, one round trip each. */
final class NodeScript {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /**
     * Parameters: target, partial file, size in bytes. Prints {@code folder} if the target is one, {@code target MODE
     * SHA256} if it is a regular file of that size, {@code partial BYTES SHA256} if there is a partial file. Makes the
     * parent folder. The mode is octal.
     */
    private static final String LOOK = """
            t=$1 p=$2 size=$3
            hash() { sha256sum < "$1" | cut -d' ' -f1; }
            if [ -d "$t" ]; then echo folder; exit 0; fi
            if [ -f "$t" ] && [ ! -h "$t" ] && [ "$(wc -c < "$t")" -eq "$size" ]; then
                echo "target $(stat -c %a "$t") $(hash "$t")"
            fi
            if [ -f "$p" ]; then echo "partial $(wc -c < "$p") $(hash "$p")"; fi
            mkdir -p "$(dirname "$t")"
            """;

    /** Parameters: partial file. Prints why nothing can be written beside it, in the words of the node; removes it. */
    private static final String WHY_NOT = """
            p=$1
            export LC_ALL=C
            { head -c 1048576 /dev/zero > "$p.probe"; } 2>&1
            rm -f "$p.probe" "$p"
            """;

    /** Parameters: socket. Removes it if no process listens on it; makes its parent folder. */
    private static final String CLEAR_SOCKET = """
            s=$1
            if [ -S "$s" ] && [ -r /proc/net/unix ] && ! awk -v s="$s" '$8 == s { f = 1 } END { exit !f }' /proc/net/unix
            then rm -f "$s"; fi
            mkdir -p "$(dirname "$s")"
            """;

    private NodeScript() {}

    static List<String> look(Remote remote, String target, String partial, long size) throws InterruptedException {
        return run(remote, "look.sh", LOOK, target, partial, Long.toString(size))
                .require()
                .out()
                .lines()
                .toList();
    }

    static String whyNot(Remote remote, String partial) throws InterruptedException {
        return run(remote, "why-not.sh", WHY_NOT, partial).out().strip();
    }

    static void setMode(Remote remote, String target, int mode) throws InterruptedException {
        remote.run(Command.of("chmod", Integer.toOctalString(mode), target).withTimeout(LIMIT))
                .require();
    }

    static void clearSocket(Remote remote, String socket) throws InterruptedException {
        run(remote, "clear-socket.sh", CLEAR_SOCKET, socket).require();
    }

    static void remove(Remote remote, String path) throws InterruptedException {
        remote.run(Command.of("rm", "-f", path).withTimeout(LIMIT)).require();
    }

    private static Completed run(Remote remote, String name, String script, String... parameters)
            throws InterruptedException {
        return Script.of(name, script).with(parameters).withLimit(LIMIT).run(remote);
    }
}
