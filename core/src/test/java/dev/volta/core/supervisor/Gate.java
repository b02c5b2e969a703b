package dev.volta.core.supervisor;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Holds up the scripts that have it on their path where they run {@code program}, until it is opened. */
record Gate(Path folder, String program) {
    static Gate before(String program, Path folder) throws IOException {
        var script = folder.resolve(program);
        Files.createDirectories(folder);
        Files.writeString(script, """
                #!/bin/sh
                PATH=${PATH#*:}
                : >"$0.reached"
                until [ -e "$0.open" ]; do sleep 0.01; done
                exec %s "$@"
                """.formatted(program));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new Gate(folder, program);
    }

    /** What PATH is to be for a script that meets this gate. */
    String path() {
        return folder + ":" + System.getenv("PATH");
    }

    /** {@code remote}, with this gate on the way of its programs. */
    Remote on(Remote remote) {
        return new ForwardingRemote(remote) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                var argv = new ArrayList<>(List.of("env", "PATH=" + path()));
                argv.addAll(command.argv());
                return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
            }
        };
    }

    boolean reached() {
        return Files.exists(folder.resolve(program + ".reached"));
    }

    void open() throws IOException {
        Files.writeString(folder.resolve(program + ".open"), "");
    }
}
