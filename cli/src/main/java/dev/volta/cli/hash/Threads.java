package dev.volta.cli.hash;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option for how many files are hashed at once. */
final class Threads {
    private static final int MOST = 1024;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int count = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Hash up to N files at once (default: as many as there are CPUs).")
    void setCount(int wanted) {
        if (wanted < 1 || wanted > MOST) {
            throw new ParameterException(
                    command.commandLine(), "--threads must be between 1 and " + MOST + ", not " + wanted);
        }
        count = wanted;
    }

    int count() {
        return count;
    }
}
