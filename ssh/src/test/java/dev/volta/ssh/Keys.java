package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.ssh.hostkeys.HostKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Key pairs made by ssh-keygen. */
final class Keys {
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
