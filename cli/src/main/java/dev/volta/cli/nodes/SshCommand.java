package dev.volta.cli.nodes;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.remote.local.Foreground;
import dev.volta.core.run.ExitCode;
import dev.volta.ssh.OpenSshSession;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta ssh}. */
@Command(
        name = "ssh",
        description =
                "Open a session on a node with the system's ssh, using the same key, port, user and pinned host keys.")
public final class SshCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Parameters(index = "0", paramLabel = "NODE", description = "The node.")
    private String name;

    @Parameters(index = "1..*", paramLabel = "CMD", description = "A command instead of a shell.")
    private List<String> words = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var nodes = fleet.described().select(Optional.of(name));
        if (nodes.size() > 1) {
            var names = nodes.stream().map(Node::name).toList();
            throw new ParameterException(
                    spec.commandLine(), "expected one node; '" + name + "' chooses " + FoldedNames.fold(names));
        }
        var node = nodes.getFirst();
        if (!(node.reach() instanceof Reach.Ssh ssh)) {
            throw new ParameterException(spec.commandLine(), node.name() + " is this machine");
        }
        var program = Foreground.find("ssh");
        if (program.isEmpty()) {
            spec.commandLine().getErr().println("volta: there is no ssh on PATH; install the package openssh-client");
            return ExitCode.FAILED.code();
        }
        var target = fleet.routes().to(node, ssh, Transport.OPENSSH);
        try (var session = OpenSshSession.on(target, fleet.hostKeysForSsh(nodes));
                var _ = fleet.openForSsh(nodes)) { // for the trace in the audit log
            var argv = new ArrayList<>(List.of(program.get().toString()));
            argv.addAll(session.arguments());
            argv.addAll(words);
            spec.commandLine().getOut().flush();
            return Foreground.run(argv);
        }
    }
}
