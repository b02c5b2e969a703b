package dev.volta.cli.keeper;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.run.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta keeper close-tunnel}. */
@Command(name = "close-tunnel", description = "Close one tunnel of the fleet's keeper.")
final class KeeperCloseTunnelCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config;

    @Parameters(paramLabel = "NUMBER", description = "The number of the tunnel in 'volta keeper status'.")
    private long number;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var place = OwnPlace.of(
                config.files().folder().toAbsolutePath(), spec.commandLine().getErr());
        var closed = new KeeperControl(place).closeTunnel(number);
        if (closed.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println("volta: there is no tunnel " + number + "; 'volta keeper status' lists the tunnels");
            return ExitCode.FAILED.code();
        }
        spec.commandLine().getOut().println("closed " + KeeperText.ends(closed.get()));
        return ExitCode.OK.code();
    }
}
