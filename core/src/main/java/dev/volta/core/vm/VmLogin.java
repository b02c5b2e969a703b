package dev.volta.core.vm;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.NodeName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the virtual machines of a fleet are logged in to: as root, with a key that is the fleet's own.
 *
 * @param state the folder of the fleet's state
 */
public record VmLogin(Path state) {
    private static final String ROOT = "root";

    /** Where the files of the fleet's machines are. */
    public Path folder() {
        return state.toAbsolutePath().normalize().resolve("vms");
    }

    /** The private key; it is there once a machine was booted. */
    public Path identity() {
        return folder().resolve("id_ed25519");
    }

    /** {@code configuration}, with its machines logged in to this way unless it says otherwise. */
    public Configuration over(Configuration configuration) {
        var nodes = configuration.inventory().nodes().stream().map(this::over).toList();
        return new Configuration(configuration.fleet(), new Inventory(nodes), configuration.services());
    }

    private Node over(Node node) {
        return node.vm().isPresent() && node.reach() instanceof Reach.Ssh ssh
                ? node.reachedBy(new Reach.Ssh(
                        ssh.address(),
                        ssh.port(),
                        ssh.user().or(() -> Optional.of(ROOT)),
                        ssh.identity().or(() -> Optional.of(identity()))))
                : node;
    }

    /** The key that logs in; it is made if there is none. */
    public SshKeyPair loginKey() {
        return key(identity(), "volta");
    }

    /** The host key of a machine, the same each time that it is booted. */
    public SshKeyPair hostKey(NodeName machine) {
        return key(folder().resolve(machine.value()).resolve("host_key"), machine.value());
    }

    /** The disk that a machine keeps; it is there once the machine was booted. */
    public Path disk(NodeName machine) {
        return folder().resolve(machine.value()).resolve(VmFiles.DISK);
    }

    /** Removes the files of a machine that does not run, its disk and its host key among them; false if there are none. */
    public boolean purge(NodeName machine) {
        var files = folder().resolve(machine.value());
        try {
            var there = Files.exists(files);
            FolderTree.remove(files);
            return there;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + files + ": " + e.getMessage(), e);
        }
    }

    private static SshKeyPair key(Path file, String comment) {
        try {
            return SshKeyPair.in(file, comment);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }
}
