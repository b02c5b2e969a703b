package dev.volta.cli.vm;

import dev.volta.cli.common.Installation;
import dev.volta.core.run.ExitCode;
import dev.volta.core.vm.TemplateStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta vm template drop}. */
@Command(name = "drop", description = "Remove templates. Machines resumed from them keep running.")
final class VmTemplateDropCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "The names of templates in 'volta vm template list'.")
    private List<String> names = List.of();

    @Option(names = "--all", description = "All templates.")
    private boolean all;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (all == !names.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give names, or --all");
        }
        var store = new TemplateStore(Installation.templates());
        var line = spec.commandLine();
        if (all) {
            line.getOut().println(store.dropAll() + " removed");
            return ExitCode.OK.code();
        }
        var good = true;
        for (var name : names) {
            if (!store.drop(name)) {
                line.getErr().println("volta: there is no template " + name);
                good = false;
            }
        }
        return (good ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
