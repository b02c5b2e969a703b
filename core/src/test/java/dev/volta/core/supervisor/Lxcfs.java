package dev.volta.core.supervisor;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** A machine as a container on it sees it that is half as old: {@code /proc/uptime} is its own, start times are not. */
final class Lxcfs extends ForwardingRemote {
    private static final String READ = "read -r now rest </proc/uptime";

    private final long ahead;

    Lxcfs(Remote remote) throws IOException {
        super(remote);
        ahead = (long) uptime() / 2;
    }

    /** Seconds since this machine was booted. */
    static double uptime() throws IOException {
        return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ", -1)[0]);
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
        var argv = new ArrayList<>(command.argv());
        argv.replaceAll(word -> word.replace(READ, READ + "; now=$((${now%.*} - " + ahead + ")).${now#*.}"));
        return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
    }
}
