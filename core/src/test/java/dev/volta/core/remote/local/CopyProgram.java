package dev.volta.core.remote.local;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import java.nio.file.Path;

/** Copies the file that is its first argument to the second one, with mode 0644, and that back to the third one. */
final class CopyProgram {
    private CopyProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        try (var remote = new LocalRemote(new NodeName("here"))) {
            remote.upload(new Upload(Path.of(arguments[0]), arguments[1], 0644), TransferProgress.NONE);
            remote.download(arguments[1], Path.of(arguments[2]), TransferProgress.NONE);
        }
    }
}
