package dev.volta.cli.vm;

import dev.volta.cli.Ran;
import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Port;
import dev.volta.core.vm.Accelerator;
import dev.volta.core.vm.GuestIdentity;
import dev.volta.core.vm.SshKeyPair;
import dev.volta.core.vm.VmDescription;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** A guest of a test, with keys of its own; its files lie in {@code folder}. */
record TestGuest(VmDescription description, SshKeyPair hostKey, Path folder) {
    static TestGuest named(String name, VmImage image, Path folder) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return at(name, image, folder, socket.getLocalPort());
        }
    }

    static TestGuest at(String name, VmImage image, Path folder, int port) {
        var memory = ByteSize.parse("384MiB");
        return new TestGuest(
                new VmDescription(name, image, memory, 1, new Port(port), Accelerator.tcg),
                SshKeyPair.generate(name),
                folder);
    }

    VmFiles files() {
        return new VmFiles(folder.resolve(description.name()), folder.resolve("s"), description.name());
    }

    GuestIdentity identity() throws IOException {
        var seed = new byte[32];
        new SecureRandom().nextBytes(seed);
        return new GuestIdentity(
                description.name(), seed, hostKey.privateFile(), Files.readAllBytes(folder.resolve("key.pub")));
    }

    /** What a command prints in the guest, whose host key must be the one that it was given. */
    List<String> ssh(String command) throws IOException, InterruptedException {
        var port = description.ssh();
        var known = folder.resolve("known-" + port);
        Files.writeString(known, "[127.0.0.1]:" + port + " " + hostKey.publicKey() + "\n");
        var ran = Ran.bash(
                folder,
                "ssh -F /dev/null -o BatchMode=yes -o StrictHostKeyChecking=yes -o UserKnownHostsFile=" + known
                        + " -i key -p " + port + " root@127.0.0.1 '" + command + "'");
        if (ran.code() != 0) {
            throw new IllegalStateException(ran.err());
        }
        return ran.out().lines().toList();
    }
}
