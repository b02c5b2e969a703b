package dev.volta.cli.deploy;

import dev.volta.cli.fleet.SshOptions;
import dev.volta.core.operation.services.DeployAll;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta deploy-all}. */
@Command(
        name = "deploy-all",
        description = "Bring the fleet to the state in its description. Virtual machines that are down are"
                + " booted first.",
        footer = {
            "%nPrograms and settings are pushed. Services start in the order of 'after', each when the ones before"
                    + " it are healthy. Unchanged services are left alone; changed ones are restarted, a few nodes at a"
                    + " time."
        })
public final class DeployAllCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions options;

    @Mixin
    private SerialOption serial;

    @Option(names = "--resume", description = "Only nodes where the last deploy-all did not finish.")
    private boolean resume;

    @Option(
            names = "--diff",
            description = "Show how files and service definitions on the nodes would change, and change nothing.")
    private boolean diff;

    @Option(names = "--offline", description = "With --dry-run: contact no node; plan as if all were empty.")
    private boolean offline;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = SshOptions.Time.class,
            description = "Keep retrying unreachable nodes for this long, such as 60s (default: no retry).")
    private @Nullable Duration wait;

    @Option(names = "--build", description = "Rebuild Volta first.")
    private boolean build;

    @Mixin
    private LimitsOption limits;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        var deploying = new DeployAll.Settings(
                options.settings(), resume, diff, offline, Optional.ofNullable(wait), serial.value(), limits.rule());
        return new DeployAll(options.fleet(), deploying).run();
    }

    private void check() {
        if (offline && !options.settings().dryRun()) {
            throw wrong("--offline needs --dry-run: nothing can be changed without contacting the nodes");
        }
        if (build && System.getProperty("volta.built") == null) {
            throw wrong("--build works only with the launcher ./volta, which builds this program");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
