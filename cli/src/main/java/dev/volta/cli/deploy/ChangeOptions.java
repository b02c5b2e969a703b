package dev.volta.cli.deploy;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.fleet.SshOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that change a fleet can be told. */
final class ChangeOptions {
    @Mixin
    private FleetOptions fleet;

    @Option(names = "--dry-run", description = "Look at the nodes, say what would be done, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--wait-lock",
            paramLabel = "TIME",
            converter = SshOptions.Time.class,
            description = "How long to wait for somebody else who is changing the fleet, such as 5m (default: not).")
    private @Nullable Duration waitLock;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only what went wrong.")
    private boolean quiet;

    FleetOptions fleet() {
        return fleet;
    }

    boolean dryRun() {
        return dryRun;
    }

    Duration waitLock() {
        return waitLock == null ? Duration.ZERO : waitLock;
    }

    boolean quiet() {
        return quiet;
    }
}
