package dev.volta.cli.transfer;

import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.common.ProgressLine;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What push and pull tell, and whether they do anything. */
final class TransferOptions {
    @Option(names = "--dry-run", description = "Print what would be copied where, without connecting.")
    private boolean dryRun;

    @Option(
            names = "--output",
            defaultValue = "text",
            description = "Format of standard output: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    /**
     * Refuses an empty path: here it would be the current folder, which is rarely meant by a variable that is not set.
     *
     * @throws ParameterException with the parameter that is empty
     */
    static void requirePaths(CommandSpec spec) {
        for (var parameter : spec.positionalParameters()) {
            if ("".equals(parameter.getValue())) {
                throw new ParameterException(spec.commandLine(), parameter.paramLabel() + " is empty, expected a path");
            }
        }
    }

    boolean dryRun() {
        return dryRun;
    }

    OutputFormat output() {
        return output;
    }

    ProgressLine progress(PrintWriter err) {
        return quiet
                ? new ProgressLine(new PrintWriter(Writer.nullWriter()), false, System::nanoTime)
                : ProgressLine.on(err);
    }
}
