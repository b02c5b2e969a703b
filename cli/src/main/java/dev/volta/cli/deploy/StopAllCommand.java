package dev.volta.cli.deploy;

import dev.volta.core.operation.services.StopAll;
import dev.volta.core.operation.services.StoppingForgotten;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta stop-all}. */
@Command(
        name = "stop-all",
        description =
                "Stop all services: first those no longer in volta.yaml, then the rest in reverse start order. Virtual machines"
                        + " are shut down last.")
public final class StopAllCommand implements Callable<Integer> {
    @Mixin
    private ChangeOptions options;

    @Option(
            names = "--forgotten",
            description = "Stop only services that were deployed from here and are no longer described.")
    private boolean forgotten;

    @Option(
            names = "--gone",
            paramLabel = "NODE",
            description = "Drop the record of a node that is no longer described and gone for good; stop nothing.")
    private @Nullable String gone;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (forgotten && gone != null) {
            throw new ParameterException(
                    spec.commandLine(), "--forgotten stops services, --gone stops none: use only one of them");
        }
        var context = options.fleet();
        if (gone != null) {
            return StoppingForgotten.drop(gone, context, options.settings());
        }
        return forgotten
                ? new StoppingForgotten(context, options.settings()).run()
                : new StopAll(context, options.settings()).run();
    }
}
