package dev.volta.cli.deploy;

import dev.volta.core.deploy.Scope;
import dev.volta.core.operation.services.Starting;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code volta restart}. */
@Command(
        name = "restart",
        description = "Restart a service, or one of its units such as worker-node2-1, a few nodes at a time.",
        footer = "%nThe service is started as described. After the first failure no further node is restarted.")
public final class RestartCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions options;

    @Mixin
    private LimitsOption limits;

    @Mixin
    private SerialOption serial;

    @Parameters(
            paramLabel = "SERVICE[@PATTERN]",
            converter = ServiceAt.Reader.class,
            description = "The service, and its nodes (default: all).")
    private ServiceAt service;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new Starting(Scope.Aim.RESTARTED, serial.value(), limits.rule(), options.fleet(), options.settings())
                .run(service.name(), service.among(options.fleet()));
    }
}
