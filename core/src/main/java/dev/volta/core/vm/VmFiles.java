package dev.volta.core.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one machine, all in a folder of its own. What was left by a machine that was killed is in nobody's way. */
public record VmFiles(Path folder) {
    /** {@code sun_path} of Linux has 108 bytes, the last of which is zero (unix(7)). */
    private static final int MAX_SOCKET_PATH = 107;

    public VmFiles {
        folder = folder.toAbsolutePath();
        if (folder.resolve("agent.sock").toString().getBytes(StandardCharsets.UTF_8).length > MAX_SOCKET_PATH) {
            throw new VmException("the path " + folder + " is too long for the sockets in it; choose a shorter one");
        }
    }

    public Path qmp() {
        return folder.resolve("qmp.sock");
    }

    public Path agent() {
        return folder.resolve("agent.sock");
    }

    /** What the guest's kernel and its first programs print. */
    public Path serial() {
        return folder.resolve("serial.log");
    }

    /** What QEMU itself prints. */
    public Path qemuLog() {
        return folder.resolve("qemu.log");
    }

    public Path pid() {
        return folder.resolve("pid");
    }

    /** Removes what only a running machine has. */
    void removeTraces() throws IOException {
        for (var file : List.of(qmp(), agent(), pid())) {
            Files.deleteIfExists(file);
        }
    }
}
