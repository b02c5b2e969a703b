package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Replaces the file that is its argument, and prints why that fails. */
final class WriteProgram {
    private WriteProgram() {}

    public static void main(String[] arguments) throws IOException {
        try {
            AtomicFile.write(Path.of(arguments[0]), new byte[10_000]);
        } catch (FileSystemException e) {
            System.out.println(e.getFile() + " " + e.getReason());
        }
    }
}
