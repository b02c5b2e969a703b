package dev.volta.core.vm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Starts and kills QEMU. */
final class QemuProcess {
    private QemuProcess() {}

    /** As a child that reads nothing and prints to {@code log}. */
    static Process start(List<String> argv, Path log) throws IOException {
        try {
            return new ProcessBuilder(argv)
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            var program = argv.getFirst();
            var needed = Arrays.stream(Architecture.values())
                    .filter(architecture -> architecture.program().equals(program))
                    .map(Architecture::debianPackage)
                    .findFirst()
                    .orElse(program);
            throw new VmException("cannot run " + program + "; install the package " + needed, e);
        }
    }

    /** At once; it is reaped when this returns, even on a thread that is interrupted. */
    static void kill(Process process) {
        process.destroyForcibly();
        process.onExit().join();
    }
}
