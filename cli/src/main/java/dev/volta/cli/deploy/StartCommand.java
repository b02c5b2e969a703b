package dev.volta.cli.deploy;

import dev.volta.core.deploy.Scope;
import dev.volta.core.operation.services.Starting;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code volta start}. */
@Command(
        name = "start",
        description = "Start a service, or one of its units such as worker-node2-1, where it does not run.",
        footer = "%nThe service is started as described. Units that run are left alone.")
public final class StartCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions options;

    @Mixin
    private LimitsOption limits;

    @Parameters(
            paramLabel = "SERVICE[@PATTERN]",
            converter = ServiceAt.Reader.class,
            description = "The service, and its nodes (default: all).")
    private ServiceAt service;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new Starting(Scope.Aim.STARTED, OptionalInt.empty(), limits.rule(), options.fleet(), options.settings())
                .run(service.name(), service.among(options.fleet()));
    }
}
