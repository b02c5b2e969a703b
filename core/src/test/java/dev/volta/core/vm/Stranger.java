package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.wire.FolderTree;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A process of another user that is called as a QEMU is, and that has a machine's disk in its arguments. */
@SuppressWarnings("try") // interrupted by nobody
final class Stranger implements AutoCloseable {
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
    private static final String NOBODY = "65534";
    private static final String WAIT = "echo here; read x; :";

    private final Process process;
    private final Path folder;

    private Stranger(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /**
     * It waits until it is closed.
     *
     * @param forwarded the end of this machine's that its arguments forward to the guest's SSH server
     * @param open files that it has open
     */
    static Stranger start(Path disk, String forwarded, Path... open) throws IOException {
        assumeTrue(ProcessUser.isRoot() && Files.exists(SETPRIV), "skipped: only root can be another user");
        var folder = Files.createTempDirectory("stranger");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var program = Files.createSymbolicLink(folder.resolve("qemu-system-x86_64"), Path.of("/bin/sh"));
        // Opened before it becomes another user: it could not come through the folders above.
        var opens = new StringBuilder();
        for (int i = 0; i < open.length; i++) {
            opens.append("exec ").append(i + 5).append("<'").append(open[i]).append("'; ");
        }
        var argv = new ArrayList<>(List.of("sh", "-c", opens + "exec \"$@\"", "sh", SETPRIV.toString()));
        Stream.of("--reuid", NOBODY, "--regid", NOBODY, "--clear-groups", "--", program.toString(), "-c", WAIT, "sh")
                .forEach(argv::add);
        Stream.of("-name", "node1", "-drive", "if=none,id=kept,file=" + disk).forEach(argv::add);
        Stream.of("-netdev", "user,id=net,hostfwd=tcp:" + forwarded + "-:22").forEach(argv::add);
        var process = new ProcessBuilder(argv)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("here");
        return new Stranger(process, folder);
    }

    LinuxProcess process() {
        return LinuxProcess.now(process.pid());
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        FolderTree.remove(folder);
    }
}
