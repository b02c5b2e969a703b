package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.transfer.FolderUpload;
import dev.volta.core.transfer.UploadProgress;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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

    /** As scp does without -p; the tests' umask is 022. */
    @Test
    default void aFileFromANodeGetsNoMoreThanTheUmaskLets() throws Exception {
        var open = Files.writeString(folder().resolve("open"), "content");
        Files.setAttribute(open, "unix:mode", 0777);
        var back = folder().resolve("back");
        try (var remote = connect()) {
            remote.download(open.toString(), back, TransferProgress.NONE);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(back)))
                .isEqualTo("rwxr-xr-x");
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
        var stage = Files.createDirectory(there.resolve(".volta-" + "0a".repeat(16)));
        Files.setLastModifiedTime(stage, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        try (var remote = connect()) {
            assertThat(remote.upload(new Upload(source, there + "/b", 0600), TransferProgress.NONE))
                    .isEqualTo(Upload.Outcome.SENT);
        }
        assertThat(there.resolve("b")).hasContent("content");
        assertThat(old).doesNotExist();
        assertThat(stage).doesNotExist();
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

    /** Nodes of the test's own, in its folder. */
    @Test
    default void replacesNeitherDevicesNorFifosNorSockets() throws Exception {
        var source = Files.writeString(folder().resolve("a"), "content");
        var kinds = new LinkedHashMap<Path, String>();
        kinds.put(made("fifo", "mkfifo", folder().resolve("fifo").toString()), "a FIFO");
        kinds.put(Files.createSymbolicLink(folder().resolve("link"), folder().resolve("fifo")), "a FIFO");
        var device = folder().resolve("device");
        if (new ProcessBuilder("mknod", device.toString(), "c", "1", "3")
                        .start()
                        .waitFor()
                == 0) {
            kinds.put(device, "a character device");
        } else {
            System.out.println("left out: the part with a device, because mknod cannot make one here");
        }
        var socket = folder().resolve("sock");
        try (var listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
                var remote = connect()) {
            listener.bind(UnixDomainSocketAddress.of(socket));
            kinds.put(socket, "a socket");
            for (var there : kinds.entrySet()) {
                var before = FileKind.of(there.getKey(), LinkOption.NOFOLLOW_LINKS);
                assertThatThrownBy(() -> remote.upload(
                                new Upload(source, there.getKey().toString(), 0644), TransferProgress.NONE))
                        .isInstanceOf(RemoteException.class)
                        .hasMessageEndingWith("cannot upload to " + there.getKey() + ": it is " + there.getValue());
                assertThatThrownBy(() -> remote.download(source.toString(), there.getKey(), TransferProgress.NONE))
                        .isInstanceOf(RemoteException.class)
                        .hasMessageEndingWith(
                                there.getKey() + " is " + there.getValue() + ", and is not replaced by a file");
                assertThat(FileKind.of(there.getKey(), LinkOption.NOFOLLOW_LINKS))
                        .isEqualTo(before);
            }
        }
    }

    private Path made(String name, String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return folder().resolve(name);
    }

    @Test
    default void aLinkToAFileIsReplacedItself() throws Exception {
        var source = Files.writeString(folder().resolve("a"), "content");
        var old = Files.writeString(folder().resolve("old"), "old");
        var link = folder().resolve("link");
        try (var remote = connect()) {
            Files.createSymbolicLink(link, old);
            remote.upload(new Upload(source, link.toString(), 0644), TransferProgress.NONE);
            assertThat(link).isRegularFile().hasContent("content");
            Files.delete(link);
            Files.createSymbolicLink(link, old);
            remote.download(source.toString(), link, TransferProgress.NONE);
            assertThat(link).isRegularFile().hasContent("content");
        }
        assertThat(old).hasContent("old");
    }

    @Test
    default void followsNoLinkOfAnotherUserHere() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make links of other users");
        var source = Files.writeString(folder().resolve("a"), "content");
        var elsewhere = Files.createDirectory(folder().resolve("elsewhere"));
        var link = Files.createSymbolicLink(folder().resolve("link"), elsewhere);
        try (var remote = connect()) {
            remote.download(source.toString(), link.resolve("own"), TransferProgress.NONE);
            assertThat(elsewhere.resolve("own")).hasContent("content");
            made("link", "chown", "-h", "65534", link.toString());
            for (var target : List.of(link.resolve("file"), link.resolve("deep/er/file"))) {
                assertThatThrownBy(() -> remote.download(source.toString(), target, TransferProgress.NONE))
                        .isInstanceOf(RemoteException.class)
                        .hasMessageContaining(link + " is a symbolic link of another user (uid 65534)");
            }
        }
        try (var left = Files.list(elsewhere)) {
            assertThat(left).containsExactly(elsewhere.resolve("own"));
        }
    }

    /** The kernel tells that these have 0 bytes and a page. */
    @Test
    default void readsWhatTheKernelMakesToItsEnd() throws Exception {
        var back = folder().resolve("back");
        try (var remote = connect()) {
            for (var source : List.of("/proc/version", "/sys/devices/system/cpu/online")) {
                assumeTrue(Files.exists(Path.of(source)), source + " is not there");
                remote.download(source, back, TransferProgress.NONE);
                assertThat(back).hasBinaryContent(Files.readAllBytes(Path.of(source)));
            }
        }
    }

    @Test
    default void aFolderThatCannotBeSentLeavesNothingOnTheNode() throws Exception {
        assumeTrue(Files.exists(Path.of("/proc/version")), "/proc/version is not there");
        var there = Files.createDirectory(folder().resolve("there"));
        var uploads = new ArrayList<Upload>();
        for (var name : List.of("a", "b", "c", "d")) {
            var file = Files.writeString(folder().resolve(name), name.repeat(100_000));
            uploads.add(new Upload(file, there + "/" + name, 0644));
        }
        uploads.add(new Upload(Path.of("/proc/version"), there + "/version", 0644));
        try (var remote = connect()) {
            assertThatThrownBy(() -> new FolderUpload(remote, there.toString(), NOBODY).send(uploads))
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining("/proc/version has not the 0 bytes");
            // A keeper tells its client before the node's shell has heard of it.
            Eventually.eventuallyEmpty(there);
        }
    }

    UploadProgress NOBODY = new UploadProgress() {
        @Override
        public void moved(long now, long total) {}

        @Override
        public void sent(int files) {}

        @Override
        public void wasThere(long bytes) {}
    };

    @Test
    default void saysWhyItDoesNotSendWhatTheKernelMakes() throws Exception {
        var there = Files.createFile(folder().resolve("there"));
        try (var remote = connect()) {
            for (var source : List.of("/proc/version", "/sys/devices/system/cpu/online")) {
                assumeTrue(Files.exists(Path.of(source)), source + " is not there");
                var upload = new Upload(Path.of(source), there.toString(), 0644);
                assertThatThrownBy(() -> remote.upload(upload, TransferProgress.NONE))
                        .isInstanceOf(RemoteException.class)
                        .hasMessageContaining(source + " has not the ")
                        .hasMessageEndingWith("as files in /proc and /sys; send a copy of it");
            }
        }
        assertThat(there).isEmptyFile();
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
