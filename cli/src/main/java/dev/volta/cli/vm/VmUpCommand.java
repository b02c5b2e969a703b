package dev.volta.cli.vm;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.lock.WaitLockOption;
import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Node;
import dev.volta.core.lock.MachinesLock;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.run.ExitCode;
import java.util.List;
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
        var machines = wanted();
        var line = spec.commandLine();
        try (var there = new FleetMachines(fleet)) {
            if (dryRun) {
                there.preview(machines).forEach(line.getOut()::println);
                return ExitCode.OK.code();
            }
            var argv = spec.root().commandLine().getParseResult().originalArgs();
            try (var _ = MachinesLock.toBoot(fleet.state(), argv, waitLock.patience(), line.getErr())) {
                return there.up(machines, cold, line.getOut(), line.getErr());
            }
        }
    }

    private List<Node> wanted() {
        try {
            return machine.over(selected());
        } catch (BadValueException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private List<Node> selected() {
        var machines = FleetMachines.among(fleet.select());
        if (machines.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "none of the chosen nodes is a virtual machine; each line of ports.conf is one, and each"
                            + " node with 'vm'");
        }
        if (count == null) {
            return machines;
        }
        if (count < 1 || count > machines.size()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "-n must be from 1 to " + machines.size() + ", the number of described machines, not " + count
                            + "; for more, add lines to ports.conf: seq 2222 2229 >ports.conf");
        }
        return machines.subList(0, count);
    }
}
