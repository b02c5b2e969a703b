package dev.volta.core.vm;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Reach;
import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How the virtual machines of a fleet are logged in to: as root, with a key that is the fleet's own.
 *
 * @param state the folder of the fleet's state
 */
public record VmLogin(Path state) {
    private static final String ROOT = "root";
    private static final String LOGIN_KEY = "the key that logs in to machines";

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
        var inventory = new Inventory(nodes, configuration.inventory().ownHost());
        return new Configuration(configuration.fleet(), inventory, configuration.services());
    }

    private Node over(Node node) {
        return node.vm().isPresent() && node.reach() instanceof Reach.Ssh ssh
                ? node.reachedBy(ssh.as(
                        ssh.user().or(() -> Optional.of(ROOT)), ssh.identity().or(() -> Optional.of(identity()))))
                : node;
    }

    /**
     * The key that logs in; it is made if there is none, and anew if a crash has left nothing of it.
     *
     * @param running machines that know the key that they were started with, and no other
     * @param tell gets a line if the key is another one than before
     */
    public SshKeyPair loginKey(Collection<NodeName> running, Consumer<String> tell) {
        var file = identity();
        if (!running.isEmpty() && isTorn(file, LOGIN_KEY)) {
            var names = String.join(",", running.stream().map(NodeName::value).toList());
            throw new VmException(
                    "the key that logs in to machines, " + file + ", is damaged, and those that run know no"
                            + " other; put it back, or end them, and it is made anew: volta vm down -l " + names);
        }
        return key(file, "volta", LOGIN_KEY, tell);
    }

    /**
     * The host key of a machine, the same each time that it is booted; made anew if a crash has left nothing of it.
     *
     * @param tell gets a line if the key is another one than before
     */
    public SshKeyPair hostKey(NodeName machine, Consumer<String> tell) {
        return key(
                folder().resolve(machine.value()).resolve("host_key"),
                machine.value(),
                machine + ": its host key",
                tell);
    }

    /** The disk that a machine keeps; it is there once the machine was booted. */
    public Path disk(NodeName machine) {
        return folder().resolve(machine.value()).resolve(VmFiles.DISK);
    }

    private static SshKeyPair key(Path file, String comment, String what, Consumer<String> tell) {
        try {
            if (isTorn(file, what)) {
                var made = SshKeyPair.anew(file, comment);
                tell.accept(what + " was damaged, and was made anew: " + file);
                return made;
            }
            return SshKeyPair.in(file, comment);
        } catch (IOException e) {
            throw unreadable(file, what, e);
        }
    }

    private static VmException unreadable(Path file, String what, IOException e) {
        return new VmException(
                what + " cannot be read: " + file + ": " + IoReason.of(e) + "; remove it, and another is made", e);
    }

    private static boolean isTorn(Path file, String what) {
        try {
            return SshKeyPair.isTorn(RegularFile.readAllBytes(file));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw unreadable(file, what, e);
        }
    }
}
