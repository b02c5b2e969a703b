package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.facts.Fact;
import dev.volta.core.wire.ForeignFolderException;
import dev.volta.core.wire.ProcessUser;
import dev.volta.core.wire.Quantities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultsFolderTest {
    @TempDir
    Path parent;

    private ResultsFolder folder() {
        return ResultsFolder.create(parent, Runs.START, "tree", Runs.QUANTITIES.trial());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tree|tree",
                "my tree/../x|my-tree-..-x",
                "../..|run",
                ".hidden|hidden",
                "'a\nb'|a-b",
                "ümläut|ml-ut",
                "'---'|run"
            })
    void isNamedByTimeAndName(String name, String ending) {
        assertThat(ResultsFolder.create(parent.resolve("results"), Runs.START, name, Runs.QUANTITIES.trial())
                        .path())
                .isEqualTo(parent.resolve("results/2026-03-01T102030Z-" + ending))
                .isDirectory();
    }

    @Test
    void cutsANameThatIsTooLongForAFile() {
        assertThat(ResultsFolder.create(parent, Runs.START, "x".repeat(5000), Runs.QUANTITIES.trial())
                        .path()
                        .getFileName()
                        .toString())
                .hasSize(83);
    }

    @Test
    void neverTakesOverTheFolderOfAnotherRun() throws Exception {
        var paths = new ConcurrentSkipListSet<Path>();
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 20; i++) {
            threads.add(Thread.ofVirtual().start(() -> paths.add(folder().path())));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(paths).hasSize(20).contains(parent.resolve("2026-03-01T102030Z-tree-20"));
    }

    @Test
    void keepsTheSamplesOfAnInterruptedRun() throws IOException {
        var folder = folder();
        var first = Runs.trial(1, Trial.Phase.WARMUP, 150, Fact.unavailable("no cgroup"));
        folder.append(first);
        folder.append(Runs.measured(2, 100));
        var samples = folder.path().resolve(ResultsFolder.SAMPLES_JSONL);
        Files.writeString(samples, "{\"index\":3,\"phase\":\"mea", StandardOpenOption.APPEND);

        assertThat(folder.path().resolve(ResultsFolder.RUN)).doesNotExist();
        assertThat(ResultsFolder.samples(folder.path())).containsExactly(first, Runs.measured(2, 100));
        assertThat(folder.path().resolve(ResultsFolder.SAMPLES_CSV)).hasContent("""
                index,phase,started_at,wall_ns,cpu_ns,bytes,files
                1,warmup,2026-03-01T10:20:31Z,150000000,NA,268435456,1200
                2,measured,2026-03-01T10:20:32Z,100000000,200000000,268435456,1200
                """);
    }

    @Test
    void namesVariantAndBlockOfEachSample() throws IOException {
        var variants = List.of(new Variant("a", "true"), new Variant("b, \"quick\"", "true"));
        var folder = ResultsFolder.create(parent, Runs.START, "x", VariantRuns.QUANTITIES.trial(), variants);
        var trial = VariantRuns.measured(4, 2, "b, \"quick\"", 1000, List.of());
        folder.append(trial);
        assertThat(folder.path().resolve(ResultsFolder.SAMPLES_CSV)).hasContent("""
                index,phase,started_at,variant,block,wall_ns,cpu_ns,user_ns,system_ns,memory_peak_bytes,exit
                4,measured,2026-03-01T10:20:34Z,"b, ""quick\""",2,1000,750,500,250,4194304,0
                """);
        assertThat(ResultsFolder.samples(folder.path())).containsExactly(trial);
    }

    @Test
    void hasNoSamplesBeforeTheFirstTrial() throws IOException {
        assertThat(ResultsFolder.samples(folder().path())).isEmpty();
    }

    @Test
    void saysWhichSampleCannotBeRead() throws IOException {
        var folder = folder();
        folder.append(Runs.measured(1, 100));
        Files.writeString(folder.path().resolve(ResultsFolder.SAMPLES_JSONL), "nonsense\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> ResultsFolder.samples(folder.path()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("samples.jsonl, line 2: Unrecognized token 'nonsense'");
    }

    @Test
    void writesRecordAndReportsWholeAndLeavesNothingElse() throws IOException {
        var folder = folder();
        folder.write(Runs.run(Runs.trials(100)), Runs.NO_COURSES);
        var run = Runs.run(Runs.trials(100, 101));
        folder.write(run, Runs.NO_COURSES);
        try (var files = Files.list(folder.path())) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("run.json", "report.md", "report.html", "samples.csv", "samples.jsonl");
        }
        assertThat(RunJson.read(Files.readString(folder.path().resolve(ResultsFolder.RUN))))
                .isEqualTo(run);
    }

    @Test
    void namesFileAndSizeWhenAFileCannotBePutInItsPlace() throws IOException {
        var folder = folder();
        var target = folder.path().resolve(ResultsFolder.RUN);
        Files.createDirectories(target.resolve("inside"));
        var run = Runs.run(Runs.trials(100));
        var size = RunJson.write(run).getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        assertThatThrownBy(() -> folder.write(run, Runs.NO_COURSES))
                .isInstanceOf(ResultsFailure.class)
                .hasMessageStartingWith(
                        "cannot write %s (%d bytes) to %s: ".formatted(Quantities.bytes(size), size, target))
                .hasMessageEndingWith("; free some space or choose another folder with --out");
        try (var files = Files.list(folder.path())) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder("run.json", "samples.csv", "samples.jsonl");
        }
    }

    @Test
    void filesAreAsOpenAsTheFolder() throws IOException {
        var folder = folder();
        for (var mode : new String[] {"rwx------", "rwxr-x---", "rwxrwxr-x"}) {
            Files.setPosixFilePermissions(folder.path(), PosixFilePermissions.fromString(mode));
            folder.write(Runs.run(Runs.trials(100)), Runs.NO_COURSES);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(folder.path().resolve(ResultsFolder.RUN))))
                    .isEqualTo(mode.replace('x', '-'));
        }
    }

    @Test
    void aRunThatIsInterruptedHasItsRecord() throws IOException {
        var folder = folder();
        Thread.currentThread().interrupt();
        folder.write(Runs.run(Runs.trials(100)), Runs.NO_COURSES);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folder.path().resolve(ResultsFolder.RUN)).isNotEmptyFile();
    }

    @Test
    void losesNoEarlierSampleWhenTheDiskFills() throws IOException {
        assumeTrue(Files.exists(Path.of("/dev/full")), "needs /dev/full");
        var folder = folder();
        folder.append(Runs.measured(1, 100));
        var csv = folder.path().resolve(ResultsFolder.SAMPLES_CSV);
        Files.delete(csv);
        Files.createSymbolicLink(csv, Path.of("/dev/full"));
        assertThatThrownBy(() -> folder.append(Runs.measured(2, 100)))
                .isInstanceOf(ResultsFailure.class)
                .hasMessageContaining("samples.csv: No space left on device");
        assertThat(ResultsFolder.samples(folder.path())).containsExactly(Runs.measured(1, 100));
    }

    @Test
    void saysThatTheFolderCannotBeMade() throws IOException {
        var file = Files.writeString(parent.resolve("taken"), "");
        assertThatThrownBy(() -> ResultsFolder.create(file, Runs.START, "x", Runs.QUANTITIES.trial()))
                .isInstanceOf(ResultsFailure.class)
                .hasMessageStartingWith("cannot make the results folder " + file);
    }

    @Test
    void refusesAFolderThatAnotherUserMade() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a folder to somebody else");
        var theirs = Files.createDirectory(parent.resolve("theirs"));
        Files.setAttribute(theirs, "unix:uid", 12_345);
        assertThatThrownBy(() -> ResultsFolder.create(theirs, Runs.START, "x", Runs.QUANTITIES.trial()))
                .isInstanceOf(ForeignFolderException.class)
                .hasMessageContaining(theirs + " is not a folder of yours alone: it belongs to uid 12345");
        assertThat(theirs).isEmptyDirectory();
        // in a project of theirs it is like its parent, as for sudo
        Files.setAttribute(parent, "unix:uid", 12_345);
        assertThat(ResultsFolder.create(theirs, Runs.START, "x", Runs.QUANTITIES.trial())
                        .path())
                .isDirectory();
    }
}
