package dev.volta.core.operation.machines;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Node;
import dev.volta.core.lock.MachinesLock;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.run.ExitCode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Boots the chosen virtual machines of a fleet. */
public final class VmUp {
    private final FleetContext context;
    private final Settings settings;
    private final List<Node> machines;

    /**
     * What is asked for.
     *
     * @param first so many of the chosen machines, if not all
     * @param cold boots the kernel also where a template could be resumed
     * @param dryRun tells what would be booted, and changes nothing
     * @param waitLock how long to wait for another command that boots or ends machines
     */
    public record Settings(
            MachineChanges changes, Optional<Integer> first, boolean cold, boolean dryRun, Duration waitLock) {}

    /**
     * Chooses the machines.
     *
     * @throws BadValueException if there are none, or none such as are asked for
     */
    public VmUp(FleetContext context, Settings settings) {
        this.context = context;
        this.settings = settings;
        this.machines = chosen(FleetMachines.among(context.select()), settings.first()).stream()
                .map(settings.changes()::over)
                .toList();
    }

    private static List<Node> chosen(List<Node> machines, Optional<Integer> first) {
        if (machines.isEmpty()) {
            throw BadValueException.suggested(
                    "none of the chosen nodes is a virtual machine",
                    "each line of ports.conf is one, and each node with 'vm'");
        }
        int count = first.orElse(machines.size());
        if (count < 1 || count > machines.size()) {
            throw BadValueException.suggested(
                    "-n must be from 1 to " + machines.size() + ", the number of described machines, not " + count,
                    "for more, add lines to ports.conf: seq 2222 2229 >ports.conf");
        }
        return machines.subList(0, count);
    }

    /** Does it; returns an exit code. */
    public int run() throws InterruptedException {
        try (var there = new FleetMachines(context)) {
            if (settings.dryRun()) {
                there.preview(machines).forEach(context.out()::println);
                return ExitCode.OK.code();
            }
            try (var _ =
                    MachinesLock.toBoot(context.state(), context.commandLine(), settings.waitLock(), context.err())) {
                return there.up(machines, settings.cold(), context.out(), context.err());
            }
        }
    }
}
