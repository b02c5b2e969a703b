package dev.volta.core.operation.exec;

import dev.volta.core.config.Node;
import dev.volta.core.fleet.MarkedProcesses;
import dev.volta.core.fleet.NodeTask;
import dev.volta.core.privilege.Privilege;
import dev.volta.core.privilege.Sudo;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** One command on one node; if it is cut short, nothing of it goes on there. */
public record ExecTask(
        List<String> argv,
        CommandInput input,
        Optional<Duration> timeout,
        Optional<Sudo> sudo,
        String run,
        Function<Node, OutputSink> output)
        implements NodeTask<ExitStatus> {
    @Override
    public ExitStatus run(Node node, Remote remote) throws InterruptedException {
        var privilege = sudo.isPresent() ? sudo.get().on(remote) : new Privilege.AsLoggedIn();
        var processes = MarkedProcesses.of(run, remote);
        var guarded = new GuardedInput(input, processes, remote, privilege);
        var plain = privilege.command(processes.marked(argv), input.equals(CommandInput.NOTHING) ? input : guarded);
        var command = timeout.map(plain::withTimeout).orElse(plain);
        try {
            var status = remote.run(command, output.apply(node));
            guarded.requireWhole();
            if (status instanceof ExitStatus.TimedOut) {
                var left = processes.end(remote, privilege);
                if (left.isPresent()) {
                    throw new RemoteException(remote.node(), status + ", and was not ended: " + left.get());
                }
            }
            return status;
        } catch (UncheckedIOException e) {
            guarded.requireWhole();
            throw e;
        } catch (InterruptedException e) {
            processes.endInterrupted(remote, privilege);
            throw e;
        }
    }

    @Override
    public boolean succeeded(ExitStatus status) {
        return status.ok();
    }
}
