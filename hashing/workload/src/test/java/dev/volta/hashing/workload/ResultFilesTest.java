package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ExperimentInput;
import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Failure;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.WalkEntry;
import dev.volta.hashing.node.job.JobResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFilesTest {
    @TempDir
    Path folder;

    @Test
    void countsWhatCameOfEachInputByItself() {
        var roots = List.of(
                NamedRoot.of("", "/here/data", ExperimentInput.parse("data")),
                NamedRoot.of("n2", "/links", ExperimentInput.parse("n2:/links")),
                NamedRoot.of("", "/none", ExperimentInput.parse("shared:/none")));
        try (var files = new ResultFiles(folder, Algorithm.CRC32C, roots)) {
            files.take(new JobResult.Hashed(0, RawPath.parse("/here/data/a"), 7, new byte[4]));
            files.take(new JobResult.Hashed(0, RawPath.parse("/here/data/b"), 3, new byte[4]));
            files.take(new JobResult.Failed(0, RawPath.parse("/here/data/c"), Failure.DENIED, "Permission denied"));
            files.take(new JobResult.Skipped(1, RawPath.parse("/links/l"), WalkEntry.Kind.SKIPPED_SYMLINK));
            assertThat(files.totals())
                    .containsExactly(
                            new InputTotal("data", 2, 10, 1, 0),
                            new InputTotal("n2:/links", 0, 0, 0, 1),
                            new InputTotal("shared:/none", 0, 0, 0, 0));
            files.complete();
        }
        assertThat(folder.resolve("manifest.crc32c")).hasContent("00000000  data/a\n00000000  data/b\n");
    }
}
