package dev.volta.core.vm;

import dev.volta.core.wire.SocketPath;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one machine. What was left by a machine that was killed is in nobody's way.
 *
 * @param folder its own: logs, and who its QEMU is
 * @param sockets may be shared with other machines, and has a short path; made for this user alone if it is not there
 * @param name of the machine, by which its sockets are called
 * @param temporary a folder with room for its changes to the image
 */
public record VmFiles(Path folder, Path sockets, String name, Path temporary) {
    public static final String DISK = "disk.img";
    static final String PROCESS = "qemu.json";

    public VmFiles {
        folder = folder.toAbsolutePath();
        sockets = sockets.toAbsolutePath();
        temporary = temporary.toAbsolutePath();
        if (!SocketPath.fits(sockets.resolve(name + ".agent"))) {
            throw new VmException(
                    "the path " + sockets + " is too long for the sockets of " + name + "; choose a shorter one");
        }
    }

    /** With changes to the image where QEMU puts them. */
    public VmFiles(Path folder, Path sockets, String name) {
        this(folder, sockets, name, usualTemporary());
    }

    /** Where QEMU puts files that have no name: {@code TMPDIR}, and not a /tmp that may be in memory. */
    public static Path usualTemporary() {
        return temporary(System.getenv("TMPDIR"));
    }

    static Path temporary(@Nullable String wanted) {
        return Path.of(wanted == null || wanted.isEmpty() || wanted.equals("/tmp") ? "/var/tmp" : wanted);
    }

    /** QEMU listens on it. */
    public Path qmp() {
        return sockets.resolve(name + ".qmp");
    }

    /** We listen on it, and QEMU connects whenever somebody does. */
    public Path agent() {
        return sockets.resolve(name + ".agent");
    }

    /** As the one before, for the guest's links. */
    public Path link() {
        return sockets.resolve(name + ".link");
    }

    /** What the guest's kernel and its first programs print. */
    public Path serial() {
        return folder.resolve("serial.log");
    }

    /** What QEMU itself prints. */
    public Path qemuLog() {
        return folder.resolve("qemu.log");
    }

    /** The disk that the machine keeps. */
    public Path disk() {
        return folder.resolve(DISK);
    }

    /** Which process the machine is; there from its start until it was ended in order. */
    public Path process() {
        return process(folder);
    }

    /** What says which process a machine is, of the one whose folder this is. */
    public static Path process(Path folder) {
        return folder.resolve(PROCESS);
    }

    /** Empty; there as soon as the machine has its identity and accepts logins. */
    public Path ready() {
        return folder.resolve("ready");
    }

    /** Makes the folders and empty logs, and removes what an earlier machine left. */
    void prepare() throws IOException {
        StateFolder.make(folder);
        ensureSockets();
        removeTraces();
        new CutLog(serial()).begin();
        new CutLog(qemuLog()).begin();
    }

    /** Makes the folder of the sockets, which somebody may have cleaned up. */
    void ensureSockets() throws IOException {
        if (!Files.isDirectory(sockets)) {
            Files.createDirectories(
                    sockets, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** Removes what only a running machine has. */
    void removeTraces() throws IOException {
        for (var file : List.of(qmp(), agent(), link(), ready(), process())) {
            Files.deleteIfExists(file);
        }
    }
}
