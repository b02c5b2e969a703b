package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of the README's transcripts that need this machine only. */
class ReadmeIT {
    @TempDir
    private Path folder;

    @TestFactory
    List<DynamicTest> everyTranscriptIsTrue() throws IOException {
        var tests = Transcript.all().stream()
                .filter(transcript -> !transcript.isOfRack())
                .map(transcript ->
                        DynamicTest.dynamicTest(transcript.steps().getFirst().command(), () -> replay(transcript)))
                .toList();
        assertThat(tests).hasSizeGreaterThan(2);
        return tests;
    }

    private void replay(Transcript transcript) throws Exception {
        if (!Files.exists(folder.resolve("volta"))) {
            Files.createSymbolicLink(folder.resolve("volta"), Transcript.ROOT.resolve("volta"));
            Files.createSymbolicLink(folder.resolve("examples"), Transcript.ROOT.resolve("examples"));
        }
        transcript.replay(folder, "");
    }
}
