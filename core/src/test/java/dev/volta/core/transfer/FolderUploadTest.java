package dev.volta.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Scripts;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.wire.FileKind;
import dev.volta.core.wire.FolderTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderUploadTest {
    private static final List<String> NAMES =
            List.of("a", "with space", "deep/er/file", "n".repeat(200), "ümläut", "-dash", "empty", "new\nline");

    @TempDir
    private Path folder;

    private final Counts counts = new Counts();
    private final Spy remote = new Spy(new LocalRemote(new NodeName("here")));
    private Path from;
    private Path to;

    /** Counts what is told. */
    private static final class Counts implements UploadProgress {
        private int sent;
        private int there;

        @Override
        public void moved(long now, long total) {
            assertThat(now).isBetween(0L, total);
        }

        @Override
        public void sent(int files) {
            sent += files;
        }

        @Override
        public void wasThere(long size) {
            there++;
        }
    }

    /** Counts commands, and uploads of single files. */
    private static final class Spy extends ForwardingRemote {
        private final List<String> uploaded = new ArrayList<>();
        private String path = "";
        private int sent = Integer.MAX_VALUE;

        Spy(Remote remote) {
            super(remote);
        }

        @Override
        public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
            if (path.isEmpty()) {
                var input = command.stdin();
                CommandInput cut = () -> new ByteArrayInputStream(input.open().readNBytes(sent));
                var unpacks = command.argv().contains("unpack.sh");
                return super.run(unpacks ? command.withStdin(cut) : command, sink);
            }
            var argv = new ArrayList<>(List.of("/usr/bin/env", "PATH=" + path));
            argv.addAll(command.argv());
            argv.set(2, "/bin/sh");
            return super.run(new Command(argv, command.stdin(), command.timeout()), sink);
        }

        @Override
        public Upload.Outcome upload(Upload upload, TransferProgress progress) throws InterruptedException {
            uploaded.add(Path.of(upload.target()).getFileName().toString());
            return super.upload(upload, progress);
        }
    }

    @BeforeEach
    void makeFiles() throws IOException {
        from = folder.resolve("from");
        to = folder.resolve("some/to");
        for (var name : NAMES) {
            var file = from.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name.equals("empty") ? "" : "content of " + name);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        }
        Files.setPosixFilePermissions(from.resolve("a"), PosixFilePermissions.fromString("rwxr-x---"));
    }

    private void send() throws InterruptedException, IOException {
        new FolderUpload(remote, to.toString(), counts).send(uploads());
    }

    private List<Upload> uploads() throws IOException {
        var uploads = new ArrayList<Upload>();
        try (var files = Files.walk(from)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var mode = (int) Files.getAttribute(file, "unix:mode") & 07777;
                uploads.add(new Upload(file, to + "/" + from.relativize(file), mode));
            }
        }
        return uploads;
    }

    private void assertSame() throws IOException {
        for (var name : NAMES) {
            assertThat(to.resolve(name)).hasSameBinaryContentAs(from.resolve(name));
            assertThat(Files.getPosixFilePermissions(to.resolve(name)))
                    .isEqualTo(Files.getPosixFilePermissions(from.resolve(name)));
        }
        try (Stream<Path> beside = Files.list(to.getParent())) {
            assertThat(beside).containsExactly(to);
        }
    }

    @Test
    void sendsSmallFilesTogether() throws Exception {
        send();
        assertSame();
        assertThat(remote.uploaded).containsExactly("new\nline");
        assertThat(counts.sent).isEqualTo(NAMES.size());
    }

    @Test
    void sendsOnlyWhatIsNotThere() throws Exception {
        send();
        Files.writeString(from.resolve("a"), "CONTENT of a");
        Files.delete(to.resolve("deep/er/file"));
        Files.setPosixFilePermissions(to.resolve("empty"), PosixFilePermissions.fromString("rw-------"));
        var untouched = Files.getLastModifiedTime(to.resolve("with space"));
        var inode = Files.getAttribute(to.resolve("with space"), "unix:ino");
        counts.sent = 0;
        send();
        assertSame();
        assertThat(counts.sent).isEqualTo(3);
        assertThat(counts.there).isEqualTo(NAMES.size() - 3);
        assertThat(Files.getLastModifiedTime(to.resolve("with space"))).isEqualTo(untouched);
        assertThat(Files.getAttribute(to.resolve("with space"), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void leavesOtherFilesAlone() throws Exception {
        Files.createDirectories(to);
        Files.writeString(to.resolve("other"), "stays");
        send();
        assertThat(to.resolve("other")).hasContent("stays");
        Files.delete(to.resolve("other"));
        assertSame();
    }

    @Test
    void asksBeforeItReplacesWhatIsNoFile() throws Exception {
        var elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(to);
        Files.createSymbolicLink(to.resolve("a"), elsewhere);
        send();
        assertThat(elsewhere).isEmptyDirectory();
        assertSame();
        Files.delete(to.resolve("a"));
        Files.createDirectories(to.resolve("a"));
        assertThatThrownBy(this::send).isInstanceOf(RemoteException.class);
        assertThat(to.resolve("a")).isEmptyDirectory();
    }

    @Test
    void sendsOneByOneWithoutTheTools() throws Exception {
        remote.path = Files.createDirectories(folder.resolve("bin")).toString();
        send();
        assertSame();
        assertThat(remote.uploaded).hasSize(NAMES.size());
    }

    @Test
    void leavesNothingHalfWhenItFails() throws Exception {
        Files.createDirectories(to.getParent());
        Files.writeString(to, "a file where the folder should be");
        assertThatThrownBy(this::send).hasMessageContaining("cannot write below " + to);
        assertThat(to).hasContent("a file where the folder should be");
        try (Stream<Path> beside = Files.list(to.getParent())) {
            assertThat(beside).containsExactly(to);
        }
    }

    @Test
    void whatBreaksOffOnItsWayIsNotThere() throws Exception {
        Files.createDirectories(to);
        Files.writeString(to.resolve("a"), "before");
        var length = archiveLength();
        for (var cut = 0; cut < length; cut += 512) {
            remote.sent = cut;
            assertThatThrownBy(this::send).as("%d of %d bytes", cut, length).isInstanceOf(RemoteException.class);
            assertThat(to.resolve("a")).hasContent("before");
            try (Stream<Path> left = Files.list(to)) {
                assertThat(left).containsExactly(to.resolve("a"));
            }
        }
        remote.sent = Integer.MAX_VALUE;
        send();
        assertSame();
        FolderTree.remove(to);
        remote.sent = length / 2 / 512 * 512;
        assertThatThrownBy(this::send).isInstanceOf(RemoteException.class);
        assertThat(to).doesNotExist();
    }

    @Test
    void whatIsEndedByForceLeavesNoFolder() throws Exception {
        Files.createDirectories(to);
        var uploads = new ArrayList<>(uploads());
        uploads.add(new Upload(Path.of("/proc/version"), to + "/version", 0644));
        assertThatThrownBy(() -> new FolderUpload(remote, to.toString(), counts).send(uploads))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("/proc/version has not the 0 bytes");
        assertThat(to).isEmptyDirectory();
    }

    @Test
    void removesWhatNobodyHasWrittenForAWeekFromTheFoldersThatItSendsTo() throws Exception {
        send();
        var deep = to.resolve("deep/er");
        var old = List.of(
                Files.writeString(to.resolve(".volta-0123.part"), "old"),
                Files.writeString(deep.resolve(".volta-4567.part"), "old"),
                Files.createDirectory(deep.resolve(".volta-" + "0f".repeat(16))));
        Files.writeString(old.getLast().resolve("file"), "unpacked");
        var other = Files.createDirectory(to.resolve(".volta-other"));
        for (var file : Stream.concat(old.stream(), Stream.of(other)).toList()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
        }
        var recent = Files.writeString(deep.resolve(".volta-89ab.part"), "recent");
        send();
        for (var file : old) {
            assertThat(file).doesNotExist();
        }
        assertThat(recent).exists();
        assertThat(other).exists();
    }

    /** All but the two empty records at its end, which not every tar asks for. */
    private int archiveLength() throws IOException {
        var files = new ArrayList<SmallFile>();
        for (var name : NAMES) {
            if (!name.contains("\n")) {
                var file = from.resolve(name);
                files.add(new SmallFile(new Upload(file, to + "/" + name, 0644), name, Files.size(file)));
            }
        }
        try (var archive = TarStream.of(files, "0".repeat(32)).open()) {
            return archive.readAllBytes().length - 2 * 512;
        }
    }

    @Test
    void longNamesTravelInSeveralParts() throws Exception {
        var deep = from;
        for (var i = 0; i < 12; i++) {
            deep = deep.resolve(("" + i).repeat(200).substring(0, 200));
        }
        Files.createDirectories(deep);
        for (var i = 0; i < 300; i++) {
            Files.writeString(deep.resolve("file" + i), "content");
        }
        send();
        assertSame();
        assertThat(counts.sent).isEqualTo(NAMES.size() + 300);
        assertThat(remote.uploaded).containsExactly("new\nline");
        send();
        assertThat(counts.there).isEqualTo(NAMES.size() + 300);
    }

    @Test
    void nobodyElseReadsWhatIsUnpackedForAPrivateFolder() throws Exception {
        var tar = Files.createDirectories(folder.resolve("bin")).resolve("tar");
        Files.writeString(tar, "#!/bin/sh\nls -ld \"$2\" >>" + folder.resolve("seen") + "\nexec /bin/tar \"$@\"\n");
        Files.setPosixFilePermissions(tar, PosixFilePermissions.fromString("rwxr-xr-x"));
        remote.path = tar.getParent() + ":" + System.getenv("PATH");
        send();
        assertThat(Files.readString(folder.resolve("seen")))
                .startsWith("drwx------ ")
                .containsPattern(to + "/\\.volta-[0-9a-f]{32}\n");
        assertSame();
    }

    @Test
    void followsNoLinkOfAnotherUser() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make links of other users");
        var elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createDirectories(to);
        for (var link : List.of(to, to.resolve("deep"))) {
            new ProcessBuilder("rm", "-rf", link.toString()).start().waitFor();
            Files.createSymbolicLink(link, elsewhere);
            send();
            assertThat(elsewhere).isNotEmptyDirectory(); // root's own are
            new ProcessBuilder("rm", "-rf", elsewhere.toString()).start().waitFor();
            Files.createDirectory(elsewhere);
            new ProcessBuilder("chown", "-h", "65534", link.toString()).start().waitFor();
            assertThatThrownBy(this::send)
                    .isInstanceOf(RemoteException.class)
                    .hasMessageContaining(link + " is a symbolic link of another user (uid 65534)");
            assertThat(elsewhere).isEmptyDirectory();
            Files.delete(link);
            Files.createDirectories(to);
        }
    }

    @Test
    void sendsNothingIfADeviceOrAFifoIsInThePlaceOfAFile() throws Exception {
        Files.createDirectories(to);
        var fifo = to.resolve("with space");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(this::send)
                .isInstanceOf(RemoteException.class)
                .hasMessageEndingWith("cannot upload to " + fifo + ": it is a FIFO");
        assertThat(FileKind.of(fifo)).isEqualTo(FileKind.FIFO);
        try (var there = Files.list(to)) {
            assertThat(there).containsExactly(fifo);
        }
    }

    @Test
    void theNodeSaysItInWordsWhenItsAnswerIsNotUnderstood() {
        var odd = new ForwardingRemote(new LocalRemote(new NodeName("here"))) {
            @Override
            public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
                return super.run(Scripts.replaced(command, "echo WELCOME TO THE MACHINE"), sink);
            }
        };
        assertThatThrownBy(() -> new FolderUpload(odd, to.toString(), counts).send(uploads()))
                .isInstanceOf(RemoteException.class)
                .hasMessage(
                        "here: 'look which files are there' printed a line that it should not: 'WELCOME TO THE MACHINE'");
    }

    @Test
    void doesNotTakeAFileThatChanges() throws Exception {
        var file = from.resolve("a");
        var upload = new Upload(file, to + "/a", 0644);
        var archive = TarStream.of(List.of(new SmallFile(upload, "a", Files.size(file) + 1)), "mark");
        assertThatThrownBy(() -> archive.open().readAllBytes()).hasMessage(file + " changed while it was sent");
        var shorter = TarStream.of(List.of(new SmallFile(upload, "a", Files.size(file) - 1)), "mark");
        assertThatThrownBy(() -> shorter.open().readAllBytes()).hasMessage(file + " changed while it was sent");
        var made = new Upload(Path.of("/proc/version"), to + "/a", 0644);
        var untold = TarStream.of(List.of(new SmallFile(made, "a", 0)), "mark");
        assertThatThrownBy(() -> untold.open().readAllBytes())
                .hasMessageStartingWith("/proc/version has not the 0 bytes that the system tells of it");
    }
}
