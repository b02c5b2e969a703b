package dev.volta.core.vm;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.Foreground;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program of this machine that is run and waited for. */
final class HostTool {
    private HostTool() {}

    /**
     * What it prints.
     *
     * @param debianPackage that has it
     * @throws VmException if it is missing or fails, with its own words
     */
    static String run(String debianPackage, List<String> argv) throws InterruptedException {
        var program = argv.getFirst();
        var found = Foreground.find(program).or(() -> administrators(program));
        if (found.isEmpty()) {
            throw new VmException(program + " is not installed; install the package " + debianPackage);
        }
        var command = new ArrayList<>(argv);
        command.set(0, found.get().toString());
        try (Remote here = new LocalRemote(new NodeName("localhost"))) {
            var done = here.run(Command.of(command));
            if (!done.ok()) {
                throw new VmException(program + " fails: " + done.err().strip());
            }
            return done.out();
        }
    }

    /** Users do not have these folders on their search path. */
    private static Optional<Path> administrators(String program) {
        return Stream.of("/usr/sbin", "/sbin")
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
