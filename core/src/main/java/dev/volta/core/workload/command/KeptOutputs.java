package dev.volta.core.workload.command;

import dev.volta.core.config.NodeName;
import dev.volta.core.launcher.CapturedOutput;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.report.ResultsFailure;
import dev.volta.core.workload.TrialSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What commands printed: {@code outputs.csv} in the results folder has a line for each output that is not empty, with its
 * size, its SHA-256 and the file in {@code outputs/} that holds its beginning. Outputs that are equal share a file, which is
 * called by the digest. For any thread.
 */
final class KeptOutputs {
    private static final String FOLDER = "outputs";
    private static final String TABLE = "outputs.csv";
    private static final String HEAD = "trial,variant,node,stream,bytes,sha256,file\n";

    private final Path results;

    KeptOutputs(Path results) {
        this.results = results;
    }

    /** Adds what {@code node} printed in a trial. */
    synchronized void add(TrialSpec trial, NodeName node, LauncherReply.Ended ended) {
        try {
            add(trial, node, "stdout", ended.stdout());
            add(trial, node, "stderr", ended.stderr());
        } catch (IOException e) {
            throw new ResultsFailure(results.resolve(TABLE), e);
        }
    }

    private void add(TrialSpec trial, NodeName node, String stream, CapturedOutput output) throws IOException {
        if (output.size() == 0) {
            return;
        }
        var file = FOLDER + "/" + output.sha256();
        var kept = results.resolve(file);
        if (Files.notExists(kept)) {
            Files.createDirectories(results.resolve(FOLDER));
            Files.write(kept, output.beginning());
        }
        var table = results.resolve(TABLE);
        if (Files.notExists(table)) {
            Files.writeString(table, HEAD);
        }
        var line = String.join(
                        ",",
                        Integer.toString(trial.number()),
                        trial.variant(),
                        node.value(),
                        stream,
                        Long.toString(output.size()),
                        output.sha256(),
                        file)
                + "\n";
        Files.writeString(table, line, StandardCharsets.UTF_8, StandardOpenOption.APPEND);
    }
}
