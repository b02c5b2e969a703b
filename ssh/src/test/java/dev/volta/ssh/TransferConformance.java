package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What every remote over SSH does with files. */
interface TransferConformance extends OnServer {
    @Test
    default void uploadsOnceAndDoesNotSendAgainWhatIsThere() throws Exception {
        var source = Files.writeString(folder().resolve("a"), "content");
        var there = folder().resolve("deep/it's er/b");
        var upload = new Upload(source, there.toString(), 0640);
        try (var remote = connect()) {
            assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
            assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.ALREADY_THERE);
            assertThat(there).hasContent("content");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                    .isEqualTo("rw-r-----");
            Files.writeString(source, "CONTENT");
            assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
            assertThat(there).hasContent("CONTENT");
            var executable = new Upload(source, there.toString(), 0755);
            assertThat(remote.upload(executable, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
            assertThat(remote.upload(executable, TransferProgress.NONE)).isEqualTo(Upload.Outcome.ALREADY_THERE);
        }
        try (var left = Files.list(there.getParent())) {
            assertThat(left).containsExactly(there);
        }
    }

    @Test
    default void carriesALargeFileBothWays() throws Exception {
        var seed = System.nanoTime();
        var source = randomFile("large", 9_000_001, seed);
        var there = folder().resolve("there");
        var back = folder().resolve("back/again");
        var moved = new ArrayList<Long>();
        try (var remote = connect()) {
            remote.upload(new Upload(source, there.toString(), 0600), (bytes, total) -> {
                assertThat(total).isEqualTo(9_000_001);
                moved.add(bytes);
            });
            remote.download(there.toString(), back, TransferProgress.NONE);
        }
        assertThat(Files.mismatch(source, there)).as("seed %d", seed).isEqualTo(-1);
        assertThat(Files.mismatch(source, back)).as("seed %d", seed).isEqualTo(-1);
        assertThat(moved).isSorted().startsWith(0L).endsWith(9_000_001L).hasSizeGreaterThan(20);
    }

    @Test
    default void carriesAnEmptyFile() throws Exception {
        var source = Files.createFile(folder().resolve("empty"));
        var there = folder().resolve("there");
        var back = folder().resolve("back");
        try (var remote = connect()) {
            assertThat(remote.upload(new Upload(source, there.toString(), 0644), TransferProgress.NONE))
                    .isEqualTo(Upload.Outcome.SENT);
            remote.download(there.toString(), back, TransferProgress.NONE);
        }
        assertThat(back).isEmptyFile();
    }

    @Test
    default void goesOnFromWhatAnEarlierTryLeft() throws Exception {
        var source = randomFile("large", 3_000_000, 11);
        var there = folder().resolve("there");
        var partial = Path.of(PartialName.of(ContentMark.of(source), RemoteConformance.NODE, there.toString()));
        Files.write(partial, java.util.Arrays.copyOf(Files.readAllBytes(source), 2_000_000));
        var first = new AtomicLong(-1);
        try (var remote = connect()) {
            remote.upload(new Upload(source, there.toString(), 0600), (bytes, total) -> first.compareAndSet(-1, bytes));
        }
        assertThat(first).hasValue(2_000_000);
        assertThat(Files.mismatch(source, there)).isEqualTo(-1);
        assertThat(partial).doesNotExist();
    }

    @Test
    default void doesNotBuildOnAPartialFileOfOtherContent() throws Exception {
        var source = randomFile("large", 3_000_000, 12);
        var there = folder().resolve("there");
        var partial = Path.of(PartialName.of(ContentMark.of(source), RemoteConformance.NODE, there.toString()));
        Files.write(partial, new byte[2_500_000]);
        var first = new AtomicLong(-1);
        try (var remote = connect()) {
            remote.upload(new Upload(source, there.toString(), 0600), (bytes, total) -> first.compareAndSet(-1, bytes));
        }
        assertThat(first).hasValue(0);
        assertThat(Files.mismatch(source, there)).isEqualTo(-1);
        assertThat(partial).as("somebody may be writing it just now").hasSize(2_500_000);
    }

    @Test
    default void removesPartialFilesThatNobodyHasWrittenForAWeek() throws Exception {
        var source = randomFile("large", 300_000, 14);
        var there = folder().resolve("there");
        var partial = Path.of(PartialName.of(ContentMark.of(source), RemoteConformance.NODE, there.toString()));
        Files.write(partial, new byte[1000]);
        Files.setLastModifiedTime(partial, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        var recent = Files.write(folder().resolve(".volta-0123.part"), new byte[1000]);
        Files.setLastModifiedTime(recent, FileTime.from(Instant.now().minus(Duration.ofDays(5))));
        try (var remote = connect()) {
            assertThat(remote.upload(new Upload(source, there.toString(), 0600), TransferProgress.NONE))
                    .isEqualTo(Upload.Outcome.SENT);
        }
        assertThat(Files.mismatch(source, there)).isEqualTo(-1);
        assertThat(partial).doesNotExist();
        assertThat(recent).exists();
    }

    @Test
    default void removesOldPartialFilesOfOtherUploadsToo() throws Exception {
        var source = Files.writeString(folder().resolve("a"), "content");
        var there = Files.createDirectory(folder().resolve("it's there"));
        var old = Files.write(there.resolve(".volta-0123.part"), new byte[1000]);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        var recent = Files.write(there.resolve(".volta-4567.part"), new byte[1000]);
        try (var remote = connect()) {
            assertThat(remote.upload(new Upload(source, there + "/b", 0600), TransferProgress.NONE))
                    .isEqualTo(Upload.Outcome.SENT);
        }
        assertThat(there.resolve("b")).hasContent("content");
        assertThat(old).doesNotExist();
        assertThat(recent).exists();
    }

    @Test
    default void neverWritesThroughWhatSomebodyElsePutInThePartialFilesPlace() throws Exception {
        var source = randomFile("large", 300_000, 13);
        var there = folder().resolve("there");
        var partial = Path.of(PartialName.of(ContentMark.of(source), RemoteConformance.NODE, there.toString()));
        var precious = Files.writeString(folder().resolve("precious"), "precious");
        Files.createSymbolicLink(partial, precious);
        try (var remote = connect()) {
            assertThat(remote.upload(new Upload(source, there.toString(), 0640), TransferProgress.NONE))
                    .isEqualTo(Upload.Outcome.SENT);
        }
        assertThat(precious).hasContent("precious");
        assertThat(Files.mismatch(source, there)).isEqualTo(-1);
        assertThat(partial).isSymbolicLink();
    }

    @Test
    default void carriesNamesOfEveryKindAndLength() throws Exception {
        carriesNames(List.of(
                "\uFFFD", "-rf", "it's $HOME `x` \\ \"y\"", "line\nfeed", "ends in a line feed\n", "n".repeat(255)));
    }

    default void carriesNames(List<String> names) throws Exception {
        var source = Files.writeString(folder().resolve("a"), "content");
        try (var remote = connect()) {
            for (var name : names) {
                var there = folder() + "/there/" + name + "/" + name;
                var upload = new Upload(source, there, 0600);
                assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.SENT);
                assertThat(remote.upload(upload, TransferProgress.NONE)).isEqualTo(Upload.Outcome.ALREADY_THERE);
                assertThat(remote.upload(new Upload(source, there, 0644), TransferProgress.NONE))
                        .isEqualTo(Upload.Outcome.SENT);
                assertThat(RawText.path(there)).hasContent("content");
                var back = RawText.path(folder() + "/back/" + name);
                remote.download(there, back, TransferProgress.NONE);
                assertThat(back).hasContent("content");
                assertThat(remote.run(Command.of("printf", "%s", there)).out()).isEqualTo(there);
            }
        }
        try (var left = Files.list(folder().resolve("there"))) {
            assertThat(left).hasSize(names.size());
        }
    }

    @Test
    default void refusesToUploadOverAFolder() throws Exception {
        var source = Files.writeString(folder().resolve("a"), "content");
        var there = Files.createDirectory(folder().resolve("there"));
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.upload(new Upload(source, there.toString(), 0644), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining(there + ": it is a folder");
        }
    }

    @Test
    default void aMissingFileIsAnErrorThatNamesIt() throws InterruptedException {
        try (var remote = connect()) {
            assertThatThrownBy(() -> remote.download("/no/such/file", folder().resolve("x"), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("/no/such/file");
            assertThatThrownBy(() -> remote.upload(
                            new Upload(folder().resolve("missing"), "/tmp/never", 0644), TransferProgress.NONE))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("missing");
        }
        assertThat(folder().resolve("x")).doesNotExist();
    }

    default Path randomFile(String name, int size, long seed) throws IOException {
        var bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return Files.write(folder().resolve(name), bytes);
    }
}
