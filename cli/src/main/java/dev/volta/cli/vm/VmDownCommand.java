package dev.volta.cli.vm;

import dev.volta.cli.fleet.FleetOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta vm down}. */
@Command(
        name = "down",
        description = "Ends virtual machines: each guest is asked to switch itself off, and killed if it does not.")
final class VmDownCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var line = spec.commandLine();
        try (var there = new FleetMachines(fleet)) {
            return there.end(there.chosen(), line.getOut(), line.getErr());
        }
    }
}
