package dev.volta.cli.exec;

import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.common.StandardStreams;
import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.fleet.SshOptions;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.FailedHosts;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.fleet.SpooledInput;
import dev.volta.core.operation.exec.ExecTask;
import dev.volta.core.privilege.Sudo;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.local.Terminal;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta exec}. */
@Command(
        name = "exec",
        addMethodSubcommands = false, // looking for some takes time
        description = "Run a command on many nodes at a time.",
        footer =
                "%nA single word that contains blanks or shell operators runs as a line of sh on the node. Several words are a program"
                        + " and its arguments, passed unchanged.")
public final class ExecCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Option(
            names = {"-g", "--gather"},
            description = "Show output at the end; fold identical output of several nodes into one block.")
    private boolean gather;

    @Option(
            names = {"-I", "--stdin"},
            description = "Pass all of standard input to the command on every node.")
    private boolean stdin;

    @Option(names = "--sudo", description = "Run the command as root, with sudo if the user is not root.")
    private boolean sudo;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = SshOptions.Time.class,
            description = "End the command on a node after this time, such as 30s.")
    private @Nullable Duration timeout;

    @Option(
            names = "--max-fail",
            paramLabel = "N",
            description = "Start the command on no further node after N failures.")
    private @Nullable Integer maxFail;

    @Option(names = "--resume", description = "Only nodes where the last command did not succeed.")
    private boolean resume;

    @Option(names = "--dry-run", description = "Print what would run where, without connecting.")
    private boolean dryRun;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Parameters(arity = "1..*", paramLabel = "CMD", description = "The command.")
    private List<String> words;

    @Spec
    private CommandSpec spec;

    private final StandardStreams streams;

    ExecCommand(StandardStreams streams) {
        this.streams = streams;
    }

    @Override
    public Integer call() throws IOException {
        if (words.getFirst().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "the command is an empty word; name a program after --");
        }
        var failed = new FailedHosts(fleet.state().resolve("failed"));
        var nodes = resume ? failed.among(fleet.select()) : fleet.select();
        var task = new CommandLineOnNode(words);
        if (dryRun) {
            var names = nodes.stream().map(Node::name).toList();
            spec.commandLine().getOut().println(FoldedNames.fold(names) + ": " + task.quoted());
            return ExitCode.OK.code();
        }
        var report = new OutcomeReport<ExitStatus>(spec.commandLine().getErr(), ExitStatus::toString);
        try (var session = fleet.open(nodes);
                var printed = printed(report, task);
                var spooled = stdin ? SpooledInput.of(streams.in()) : null) {
            var root = sudo
                    ? Optional.of(new Sudo(() -> Terminal.secret("[sudo] password for the nodes: ")))
                    : Optional.<Sudo>empty();
            var input = spooled == null ? CommandInput.NOTHING : spooled;
            var exec =
                    new ExecTask(task.argv(), input, Optional.ofNullable(timeout), root, session.run(), printed::begin);
            var outcome = limits().run(nodes, session.access(), exec, printed::ended);
            failed.keep(task.quoted(), outcome.unfinished());
            return printed.finish(outcome);
        }
    }

    private Printed printed(OutcomeReport<ExitStatus> report, CommandLineOnNode command) throws IOException {
        return switch (output) {
            case json -> JsonPrinted.begin(streams.out(), command.argv(), report);
            case text -> gather ? new FoldedPrinted(streams, report) : new LivePrinted(streams, report);
        };
    }

    private FanOut limits() {
        if (maxFail == null) {
            return fleet.fanOut();
        }
        if (maxFail < 1) {
            throw new ParameterException(spec.commandLine(), "--max-fail must be at least 1, not " + maxFail);
        }
        return new FanOut(fleet.fanOut().width(), OptionalInt.of(maxFail));
    }
}
