package dev.volta.cli;

import dev.volta.cli.caches.DropCachesCommand;
import dev.volta.cli.common.BuildInfo;
import dev.volta.cli.common.Modules;
import dev.volta.cli.common.StandardStreams;
import dev.volta.cli.config.ConfigCommand;
import dev.volta.cli.deploy.DeployAllCommand;
import dev.volta.cli.deploy.DoctorCommand;
import dev.volta.cli.deploy.LogsCommand;
import dev.volta.cli.deploy.RestartCommand;
import dev.volta.cli.deploy.StartCommand;
import dev.volta.cli.deploy.StatusCommand;
import dev.volta.cli.deploy.StopAllCommand;
import dev.volta.cli.deploy.StopCommand;
import dev.volta.cli.exec.ExecCommand;
import dev.volta.cli.experiment.RunExperimentCommand;
import dev.volta.cli.facts.FactsCommand;
import dev.volta.cli.hash.HashCommand;
import dev.volta.cli.image.ImageCommand;
import dev.volta.cli.init.InitCommand;
import dev.volta.cli.keeper.KeeperCommand;
import dev.volta.cli.lock.LockCommand;
import dev.volta.cli.metrics.CollectMetricsCommand;
import dev.volta.cli.nodes.NodesCommand;
import dev.volta.cli.nodes.SshCommand;
import dev.volta.cli.transfer.PullCommand;
import dev.volta.cli.transfer.PushCommand;
import dev.volta.cli.trust.TrustCommand;
import dev.volta.cli.vm.VmCommand;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
        name = "volta",
        addMethodSubcommands = false, // looking for some takes time
        description = "Run performance experiments on one machine or many, and report results with their uncertainty.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Volta.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true)
public final class Volta implements Runnable {
    private static final SequencedMap<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("init", InitCommand.class);
        COMMANDS.put("run-experiment", RunExperimentCommand.class);
        COMMANDS.put("deploy-all", DeployAllCommand.class);
        COMMANDS.put("stop-all", StopAllCommand.class);
        COMMANDS.put("start", StartCommand.class);
        COMMANDS.put("stop", StopCommand.class);
        COMMANDS.put("restart", RestartCommand.class);
        COMMANDS.put("status", StatusCommand.class);
        COMMANDS.put("logs", LogsCommand.class);
        COMMANDS.put("collect-metrics", CollectMetricsCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("lock", LockCommand.class);
        COMMANDS.put("hash", HashCommand.class);
        COMMANDS.put("exec", ExecCommand.class);
        COMMANDS.put("push", PushCommand.class);
        COMMANDS.put("pull", PullCommand.class);
        COMMANDS.put("facts", FactsCommand.class);
        COMMANDS.put("ssh", SshCommand.class);
        COMMANDS.put("nodes", NodesCommand.class);
        COMMANDS.put("trust", TrustCommand.class);
        COMMANDS.put("drop-caches", DropCachesCommand.class);
        COMMANDS.put("config", ConfigCommand.class);
        COMMANDS.put("vm", VmCommand.class);
        COMMANDS.put("image", ImageCommand.class);
        COMMANDS.put("keeper", KeeperCommand.class);
    }

    @Spec
    private CommandSpec spec;

    /** The whole command line, writing to {@code streams}, with what {@code modules} bring. */
    public static CommandLine commandLine(StandardStreams streams, Modules modules) {
        return commandLine(streams, () -> modules, COMMANDS.values());
    }

    /** As much of the command line as {@code arguments} need: making every command costs more than most of them do. */
    static CommandLine commandLine(StandardStreams streams, List<String> arguments) {
        var named = arguments.isEmpty() ? null : COMMANDS.get(arguments.getFirst());
        return commandLine(streams, Modules::builtIn, named == null ? COMMANDS.values() : List.of(named));
    }

    private static CommandLine commandLine(
            StandardStreams streams, Supplier<Modules> modules, Collection<Class<?>> commands) {
        var line = new CommandLine(new Volta(), new CommandFactory(streams, modules));
        commands.forEach(line::addSubcommand);
        line.setOut(streams.outWriter());
        line.setErr(streams.errWriter());
        // A file may well be called @something.
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        // What follows the command's name belongs to the command: volta exec df -h.
        for (var name : List.of("exec", "ssh")) {
            var command = line.getSubcommands().get(name);
            if (command != null) {
                command.setStopAtPositional(true);
            }
        }
        line.setExecutionExceptionHandler(new ErrorReport());
        line.setParameterExceptionHandler(new UsageReport());
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
