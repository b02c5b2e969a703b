package dev.volta.cli.lock;

import dev.volta.cli.fleet.SshOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a command waits for the lock of the fleet. */
public final class WaitLockOption {
    @Option(
            names = "--wait-lock",
            paramLabel = "TIME",
            converter = SshOptions.Time.class,
            description = "Wait this long for a command that is changing or measuring the fleet, such as 5m"
                    + " (default: no wait).")
    private @Nullable Duration patience;

    public Duration patience() {
        return patience == null ? Duration.ZERO : patience;
    }
}
