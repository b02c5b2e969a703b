package dev.volta.cli.vm;

import dev.volta.cli.common.ExitCode;
import dev.volta.cli.fleet.FleetOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code volta vm down}. */
@Command(
        name = "down",
        description =
                "Ends virtual machines: each guest is asked to switch itself off, and killed if it does not. What is in"
                        + " /srv, /var/log/volta and /opt/volta there stays for its next boot.")
final class VmDownCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Option(names = "--purge", description = "Remove their disks, with all on them, and their host keys as well.")
    private boolean purge;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        try (var there = new FleetMachines(fleet)) {
            var machines = there.chosen();
            var ended = there.end(machines, line.getOut(), line.getErr());
            if (purge && ended == ExitCode.OK.code()) {
                there.purge(machines, line.getOut());
            }
            return ended;
        }
    }
}
