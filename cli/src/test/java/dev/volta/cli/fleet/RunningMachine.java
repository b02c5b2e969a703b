package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A shell that the kernel shows as the QEMU of a fleet's machine: by its name, its command line and the disk that it has open. */
record RunningMachine(Process process, Path program) implements AutoCloseable {
    private static final String PROGRAM = "qemu-system-x86_64";

    /** The machine called {@code name} of the fleet in {@code folder}, which says that its SSH server is at {@code port}. */
    static RunningMachine start(Path folder, String name, int port) throws IOException {
        var machine = Files.createDirectories(folder.resolve(".volta/vms").resolve(name));
        var disk = Files.createFile(machine.resolve("disk.img"));
        var program = Files.createSymbolicLink(folder.resolve(PROGRAM), Path.of("/bin/bash"));
        var process = new ProcessBuilder(
                        program.toString(),
                        "-c",
                        "exec 3<\"$0\"; echo open; read -r _",
                        disk.toString(),
                        "-name",
                        name,
                        "-netdev",
                        "user,id=net,hostfwd=tcp:127.0.0.1:" + port + "-:22")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("open");
        return new RunningMachine(process, program);
    }

    boolean runs() {
        return process.isAlive();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.delete(program);
    }
}
