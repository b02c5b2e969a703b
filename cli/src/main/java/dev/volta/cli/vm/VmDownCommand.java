package dev.volta.cli.vm;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.lock.WaitLockOption;
import dev.volta.core.config.NodeName;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.operation.machines.MachineEnding;
import dev.volta.core.remote.local.Terminal;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.Quantities;
import java.io.IOException;
import java.util.List;
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
                "Shut down virtual machines. A guest that does not power off is killed. Its /srv, /var/log/volta and"
                        + " /opt/volta are kept for the next boot.")
final class VmDownCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Option(names = "--purge", description = "Also remove their disks with all data, and their host keys.")
    private boolean purge;

    @Option(names = "--yes", description = "Do not ask before removing the disks of several machines without -l.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Print what would be shut down and removed, and change nothing.")
    private boolean dryRun;

    @Mixin
    private WaitLockOption waitLock;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var line = spec.commandLine();
        try (var there = new FleetMachines(fleet)) {
            var machines = there.chosen();
            var purged = purge ? there.purgeable(machines) : List.<NodeName>of();
            if (dryRun) {
                preview(there, machines, purged);
                return ExitCode.OK.code();
            }
            if (!machines.isEmpty() && waitLock.patience().isZero()) {
                CommandLock.requireIdle(fleet.state());
            }
            if (!isMeant(there, purged)) {
                line.getErr().println("volta: nothing was changed; -l NODE chooses machines");
                return ExitCode.FAILED.code();
            }
            return new MachineEnding(fleet, there, waitLock.patience()).run(purged);
        }
    }

    private void preview(FleetMachines there, List<NodeName> machines, List<NodeName> purged)
            throws InterruptedException {
        var out = spec.commandLine().getOut();
        if (machines.isEmpty()) {
            out.println("no virtual machine runs");
        }
        machines.forEach(name -> out.println(name + ": would be ended"));
        var disks = there.disks(purged);
        purged.forEach(name -> out.println(name + ": would lose its "
                + (disks.containsKey(name) ? "disk, " + Quantities.bytes(disks.get(name)) + ", and its " : "")
                + "host key"));
        out.flush();
    }

    /** Whoever chose machines, or who cannot be asked, means it. */
    private boolean isMeant(FleetMachines there, List<NodeName> purged) throws InterruptedException {
        if (purged.size() < 2 || yes || fleet.limit().isPresent() || !Terminal.hasInput()) {
            return true;
        }
        var disks = there.disks(purged);
        var bytes = disks.values().stream().mapToLong(Long::longValue).sum();
        return Terminal.confirm("Remove the disks of " + FoldedNames.fold(purged) + ", with all their data ("
                        + Quantities.bytes(bytes) + ")?")
                .orElse(true);
    }
}
