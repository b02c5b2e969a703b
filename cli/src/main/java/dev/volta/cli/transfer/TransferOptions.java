package dev.volta.cli.transfer;

import dev.volta.cli.common.OutputFormat;
import dev.volta.cli.common.ProgressLine;
import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine.Option;

/** What push and pull tell, and whether they do anything. */
final class TransferOptions {
    @Option(names = "--dry-run", description = "Say what would be copied where, and connect to nothing.")
    private boolean dryRun;

    @Option(names = "--output", defaultValue = "text", description = "What stdout gets: ${COMPLETION-CANDIDATES}.")
    private OutputFormat output;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    boolean dryRun() {
        return dryRun;
    }

    OutputFormat output() {
        return output;
    }

    ProgressLine progress(PrintWriter err) {
        return quiet
                ? new ProgressLine(new PrintWriter(Writer.nullWriter()), false, System::nanoTime, "nodes")
                : ProgressLine.on(err, "nodes");
    }
}
