package dev.volta.core.wire;

import java.io.IOException;
import java.nio.file.Path;

/** Makes the folder that is its argument. */
final class FolderProgram {
    private FolderProgram() {}

    public static void main(String[] arguments) throws IOException {
        StateFolder.make(Path.of(arguments[0]));
    }
}
