package dev.volta.cli.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.Scope;
import dev.volta.core.operation.services.Stopping;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code volta stop}. */
@Command(name = "stop", description = "Stop a service, or one of its units such as worker-node2-1.")
public final class StopCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions options;

    @Parameters(
            paramLabel = "SERVICE[@PATTERN]",
            converter = ServiceAt.Reader.class,
            description = "The service, and its nodes (default: all).")
    private ServiceAt service;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var selected = service.among(options.fleet());
        var nodes = selected.stream().map(Node::name).collect(Collectors.toSet());
        // How those that run compare with their description is no matter here.
        var scope = new Scope(nodes, Optional.of(service.name()), Scope.Aim.STARTED);
        return new Stopping(scope, options.fleet(), options.settings()).run(selected);
    }
}
