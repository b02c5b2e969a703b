package dev.volta.cli.vm;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.lock.WaitLockOption;
import dev.volta.core.config.BadValueException;
import dev.volta.core.operation.machines.VmUp;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta vm up}. */
@Command(
        name = "up",
        description = "Boot the fleet's virtual machines and log in to each. Machines that run are left alone.",
        footer = {
            "%nA machine is resumed from a template in a fraction of a second. If there is none, the first machine boots and"
                    + " the template is made from it."
        })
final class VmUpCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Option(names = "-n", paramLabel = "N", description = "Only the first N machines (default: all).")
    private @Nullable Integer count;

    @Mixin
    private MachineOptions machine;

    @Option(names = "--cold", description = "Boot the kernel even if a template could be resumed.")
    private boolean cold;

    @Option(names = "--dry-run", description = "Print what would be booted, and change nothing.")
    private boolean dryRun;

    @Mixin
    private WaitLockOption waitLock;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        return operation().run();
    }

    private VmUp operation() {
        var settings =
                new VmUp.Settings(machine.changes(), Optional.ofNullable(count), cold, dryRun, waitLock.patience());
        try {
            return new VmUp(fleet, settings);
        } catch (BadValueException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
