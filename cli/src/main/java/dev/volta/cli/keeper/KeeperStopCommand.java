package dev.volta.cli.keeper;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.core.keeper.client.KeeperControl;
import dev.volta.core.run.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta keeper stop}. */
@Command(
        name = "stop",
        description = "Stop the fleet's keeper, its connections and tunnels, and the programs that run over them.")
final class KeeperStopCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions config;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var stopped = new KeeperControl(OwnPlace.of(
                        config.files().folder().toAbsolutePath(),
                        spec.commandLine().getErr()))
                .stop();
        spec.commandLine()
                .getOut()
                .println(stopped.map(pid -> "keeper " + pid + " has ended").orElse("no keeper ran for this fleet"));
        return ExitCode.OK.code();
    }
}
