package dev.volta.core.vm;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.local.Foreground;
import dev.volta.core.remote.local.LocalRemote;
import java.util.List;

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
        if (Foreground.find(program).isEmpty()) {
            throw new VmException(program + " is not installed; install the package " + debianPackage);
        }
        try (Remote here = new LocalRemote(new NodeName("localhost"))) {
            var done = here.run(Command.of(argv));
            if (!done.ok()) {
                throw new VmException(program + " fails: " + done.err().strip());
            }
            return done.out();
        }
    }
}
