package dev.volta.cli;

import dev.volta.cli.common.BuildInfo;
import dev.volta.cli.common.StandardStreams;
import dev.volta.cli.config.ConfigCommand;
import dev.volta.cli.exec.ExecCommand;
import dev.volta.cli.experiment.RunExperimentCommand;
import dev.volta.cli.facts.FactsCommand;
import dev.volta.cli.hash.HashCommand;
import dev.volta.cli.keeper.KeeperCommand;
import dev.volta.cli.nodes.NodesCommand;
import dev.volta.cli.nodes.SshCommand;
import dev.volta.cli.transfer.PullCommand;
import dev.volta.cli.transfer.PushCommand;
import dev.volta.cli.trust.TrustCommand;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
        name = "volta",
        description = "Turns a list of machines into an experiment whose result can be believed.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Volta.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        subcommands = {
            RunExperimentCommand.class,
            HashCommand.class,
            ExecCommand.class,
            PushCommand.class,
            PullCommand.class,
            FactsCommand.class,
            SshCommand.class,
            NodesCommand.class,
            TrustCommand.class,
            ConfigCommand.class,
            KeeperCommand.class
        })
public final class Volta implements Runnable {
    @Spec
    private CommandSpec spec;

    /** The whole command line, writing to {@code streams}. */
    public static CommandLine commandLine(StandardStreams streams) {
        var line = new CommandLine(new Volta(), new CommandFactory(streams));
        line.setOut(streams.outWriter());
        line.setErr(streams.errWriter());
        // A file may well be called @something.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // What follows the command's name belongs to the command: volta exec df -h.
        for (var name : List.of("exec", "ssh")) {
            Objects.requireNonNull(line.getSubcommands().get(name)).setStopAtPositional(true);
        }
        line.setExecutionExceptionHandler(new ErrorReport());
        line.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ErrorReport.exitCodeTable());
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** What {@code --version} prints. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {BuildInfo.load().toString()};
        }
    }
}
