package dev.volta.core.vm.fleet;

import dev.volta.core.remote.NodeName;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was ordered of the machines that run, a file for each beside its sockets ({@code NAME.order}, without keys). That it
 * is there means that a machine may be there.
 *
 * @param folder for their owner alone
 */
public record OrderFiles(Path folder) {
    private static final String SUFFIX = ".order";
    private static final String READY = ".ready";

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

    /** The machine has its identity now. */
    void markReady(NodeName name) {
        try {
            Files.write(ready(name), new byte[0]);
        } catch (IOException e) {
            throw new VmException("cannot write down that " + name + " is ready: " + e, e);
        }
    }

    boolean isReady(NodeName name) {
        return Files.exists(ready(name));
    }

    void forget(NodeName name) {
        try {
            Files.deleteIfExists(ready(name));
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new VmException("cannot remove what is left of " + name + ": " + e, e);
        }
    }

    /** Whether a machine may be there. */
    public boolean any() {
        var names = folder.toFile().list((_, name) -> name.endsWith(SUFFIX));
        return names != null && names.length > 0;
    }

    List<VmOrder> list() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var orders = new ArrayList<VmOrder>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (var file : files) {
                read(file).ifPresent(orders::add);
            }
        } catch (IOException e) {
            throw new VmException("cannot look for machines in " + folder + ": " + e, e);
        }
        return orders;
    }

    /** Empty if it was forgotten meanwhile, or is none. */
    private static Optional<VmOrder> read(Path file) throws IOException {
        try {
            return Optional.of(VmOrder.parse(Files.readString(file)));
        } catch (NoSuchFileException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Path ready(NodeName name) {
        return folder.resolve(name.value() + READY);
    }

    private Path file(NodeName name) {
        return folder.resolve(name.value() + SUFFIX);
    }
}
