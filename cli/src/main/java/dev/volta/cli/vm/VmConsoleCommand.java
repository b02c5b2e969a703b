package dev.volta.cli.vm;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.operation.machines.FleetMachines;
import dev.volta.core.remote.local.Foreground;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta vm console}. */
@Command(
        name = "console",
        description = "Show the kernel's console of a virtual machine. It takes no input; use vm ssh to log in.")
final class VmConsoleCommand implements Callable<Integer> {
    private static final String LINES = "200";

    @Mixin
    private FleetOptions fleet;

    @Parameters(paramLabel = "NODE", description = "The machine.")
    private String name;

    @Option(
            names = {"-F", "--follow"},
            description = "Keep printing new output until interrupted.")
    private boolean follow;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var nodes = FleetMachines.among(fleet.described().select(Optional.of(name)));
        if (nodes.size() != 1) {
            throw new ParameterException(
                    spec.commandLine(), "'" + name + "' does not name one virtual machine of this fleet");
        }
        var log = fleet.machines()
                .folder()
                .resolve(nodes.getFirst().name().value())
                .resolve("serial.log");
        if (!Files.exists(log)) {
            spec.commandLine().getErr().println("volta: " + nodes.getFirst().name() + " was not booted yet");
            return ExitCode.FAILED.code();
        }
        var tail = new ArrayList<>(List.of("tail", "-n", LINES));
        if (follow) {
            tail.add("-F");
        }
        tail.add(log.toString());
        return Foreground.run(tail);
    }
}
