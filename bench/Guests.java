import dev.volta.core.config.Port;
import dev.volta.core.vm.GuestIdentity;
import dev.volta.core.vm.SshKeyPair;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;

/** What benchmarks of guests need to boot one. Java compiles this file with the one that it is told to run. */
final class Guests {
    private Guests() {}

    /** Makes the key with which guests are logged in to: {@code key} and {@code key.pub} in {@code folder}. */
    static void makeKey(Path folder) throws IOException, InterruptedException {
        run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder.resolve("key").toString());
    }

    static GuestIdentity identity(String name, SshKeyPair hostKey, byte[] publicKey) {
        var seed = new byte[32];
        new SecureRandom().nextBytes(seed);
        return new GuestIdentity(name, seed, hostKey.privateFile(), publicKey);
    }

    static Port freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Port(socket.getLocalPort());
        }
    }

    static void run(String... argv) throws IOException, InterruptedException {
        var code = new ProcessBuilder(argv).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(argv[0] + " exited with status " + code);
        }
    }
}
