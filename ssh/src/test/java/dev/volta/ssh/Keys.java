package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.ssh.hostkeys.HostKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/** Key pairs made by ssh-keygen. */
final class Keys {
    private static final Path MADE = makeFolder();

    private Keys() {}

    static Path make(Path folder, String name, String type) throws IOException, InterruptedException {
        return make(folder, name, type, "");
    }

    static Path make(Path folder, String name, String type, String passphrase)
            throws IOException, InterruptedException {
        var file = folder.resolve(name);
        run(List.of("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", file.toString()));
        return file;
    }

    /** A copy of a key that is made once for all tests, for servers: RSA keys take seconds to make. */
    static synchronized Path copy(Path folder, String name, String type) throws IOException, InterruptedException {
        var original = MADE.resolve(type);
        if (!Files.exists(original)) {
            make(MADE, type, type);
        }
        var file = folder.resolve(name);
        Files.copy(original, file, StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(Path.of(original + ".pub"), Path.of(file + ".pub"));
        return file;
    }

    private static Path makeFolder() {
        try {
            var folder = Files.createTempDirectory("volta-keys");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                for (var file : Objects.requireNonNull(folder.toFile().listFiles())) {
                    file.delete();
                }
                folder.toFile().delete();
            }));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static HostKey publicHalf(Path privateKey) throws IOException {
        var fields = Files.readString(Path.of(privateKey + ".pub")).split(" ", -1);
        return new HostKey(fields[0], fields[1]);
    }

    static String run(List<String> argv) throws IOException, InterruptedException {
        var process = new ProcessBuilder(argv).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", argv, output).isZero();
        return output;
    }
}
