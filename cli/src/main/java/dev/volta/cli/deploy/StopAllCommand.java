package dev.volta.cli.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.Scope;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code volta stop-all}. */
@Command(
        name = "stop-all",
        description = "Stops all services, each before those that it comes after; what nobody describes first.")
public final class StopAllCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var selected = options.fleet().select();
        var nodes = selected.stream().map(Node::name).collect(Collectors.toSet());
        var status = new Stopping(Scope.whole(nodes), options, spec).run(selected);
        if (!options.dryRun() && selected.equals(options.fleet().inventory().nodes())) {
            options.fleet().links(selected).release();
        }
        return status;
    }
}
