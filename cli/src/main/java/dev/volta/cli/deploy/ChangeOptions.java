package dev.volta.cli.deploy;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.lock.WaitLockOption;
import dev.volta.core.operation.ChangeSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that change a fleet can be told. */
final class ChangeOptions {
    @Mixin
    private FleetOptions fleet;

    @Option(names = "--dry-run", description = "Inspect the nodes, print what would be done, and change nothing.")
    private boolean dryRun;

    @Mixin
    private WaitLockOption waitLock;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only failures.")
    private boolean quiet;

    FleetOptions fleet() {
        return fleet;
    }

    ChangeSettings settings() {
        return new ChangeSettings(dryRun, waitLock.patience(), quiet);
    }
}
