package dev.volta.core.vm.fleet;

import dev.volta.core.remote.NodeName;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * What was ordered of the machines that run, a file for each beside its sockets ({@code NAME.order}, without keys). That it
 * is there means that a machine may be there.
 *
 * @param folder for their owner alone
 */
public record OrderFiles(Path folder) {
    private static final String SUFFIX = ".order";

    VmFiles of(VmOrder order) {
        return new VmFiles(order.folder(), folder, order.name().value());
    }

    void remember(VmOrder order) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            var unfinished = Files.createTempFile(folder, ".order", "");
            Files.writeString(unfinished, order.remembered().text());
            Files.move(unfinished, file(order.name()), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new VmException("cannot write down the order of " + order.name() + ": " + e, e);
        }
    }

    void forget(NodeName name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new VmException("cannot remove what is left of " + name + ": " + e, e);
        }
    }

    /** Whether a machine may be there. */
    public boolean any() {
        return !list().isEmpty();
    }

    List<VmOrder> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var orders = new ArrayList<VmOrder>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : files) {
                orders.add(VmOrder.parse(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new VmException("cannot look for machines in " + folder + ": " + e, e);
        }
        return orders;
    }

    private Path file(NodeName name) {
        return folder.resolve(name.value() + SUFFIX);
    }
}
