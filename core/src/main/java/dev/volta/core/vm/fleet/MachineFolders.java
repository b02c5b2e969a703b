package dev.volta.core.vm.fleet;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.IoReason;
import dev.volta.core.vm.DiskHolders;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;
import dev.volta.core.vm.VmLiveness;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.FolderTree;
import dev.volta.core.wire.RegularFile;
import dev.volta.core.wire.StateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is written down about a fleet's machines, a folder for each with its disk: what was ordered ({@code order.json},
 * without keys) and which process it is ({@code qemu.json}). It lies beside the disk because it has to go where that
 * goes, and stay as long as that stays. Beside the folders, {@code NAME.lock} is held by the keeper that has the machine,
 * and {@code keeper.json} says where the last keeper listens that took one.
 *
 * @param folder of all of them
 */
public record MachineFolders(Path folder) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ORDER = "order.json";
    private static final String KEEPER = "keeper.json";

    /** Earlier versions had the order beside the sockets, and whether the machine had got ready. */
    private static final String EARLIER_ORDER = ".order";

    private static final String EARLIER_READY = ".ready";

    /** With the real path of the folder, or what that will be when it is made. */
    public static MachineFolders at(Path folder) {
        var missing = folder.toAbsolutePath().normalize();
        var rest = Path.of("");
        while (true) {
            try {
                return new MachineFolders(missing.toRealPath().resolve(rest));
            } catch (IOException e) {
                var name = missing.getFileName();
                var above = missing.getParent();
                if (name == null || above == null) {
                    return new MachineFolders(folder.toAbsolutePath().normalize());
                }
                rest = name.resolve(rest);
                missing = above;
            }
        }
    }

    /** Those that were started and not ended in order, as far as that is written down. */
    public List<NodeName> started() {
        var names = new ArrayList<NodeName>();
        try (var folders = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (var one : folders) {
                var name = one.getFileName().toString();
                if (NodeName.isValid(name) && Files.exists(VmFiles.process(one))) {
                    names.add(new NodeName(name));
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            throw new VmException("cannot look for machines in " + folder + ": " + e, e);
        }
        return List.copyOf(names);
    }

    Path of(NodeName name) {
        return folder.resolve(name.value());
    }

    Path lock(NodeName name) {
        return folder.resolve(name + ".lock");
    }

    void remember(VmRequest order) {
        try {
            StateFolder.make(of(order.name()));
            AtomicFile.write(
                    of(order.name()).resolve(ORDER), order.remembered().text().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new VmException("cannot write down the order of " + order.name() + ": " + IoReason.withFile(e), e);
        }
    }

    /**
     * What was ordered; empty if that is not known any more.
     *
     * @param sockets of the machine, where earlier versions wrote it
     */
    Optional<VmRequest> order(NodeName name, Path sockets) {
        return read(of(name).resolve(ORDER)).or(() -> read(sockets.resolve(name + EARLIER_ORDER)));
    }

    private static Optional<VmRequest> read(Path file) {
        try {
            return Optional.of(VmRequest.parse(new String(RegularFile.readAllBytes(file), StandardCharsets.UTF_8)));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty(); // lost, torn, or of a version that this one does not know
        }
    }

    /** The machine has its identity now. */
    void markReady(VmFiles files) {
        try {
            Files.write(files.ready(), new byte[0]);
        } catch (IOException e) {
            throw new VmException("cannot write down that " + files.name() + " is ready: " + IoReason.withFile(e), e);
        }
    }

    boolean isReady(VmFiles files) {
        return Files.exists(files.ready()) || Files.exists(files.sockets().resolve(files.name() + EARLIER_READY));
    }

    /** Leaves the disk, the logs and the host key. */
    void forget(VmFiles files) {
        try {
            for (var file : List.of(
                    files.folder().resolve(ORDER),
                    files.ready(),
                    files.process(),
                    files.sockets().resolve(files.name() + EARLIER_ORDER),
                    files.sockets().resolve(files.name() + EARLIER_READY))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot remove what is written down about " + files.name() + ": " + IoReason.withFile(e), e);
        }
    }

    /** Whether a machine of this name has a folder. */
    public boolean isThere(NodeName name) {
        return Files.exists(of(name), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Removes all that a machine keeps, its disk and its host key among it; false if there is nothing.
     *
     * @throws VmException if it runs, or if anybody has its disk open
     */
    public boolean purge(NodeName name) {
        if (!isThere(name)) {
            return false;
        }
        var lock = MachineLock.take(lock(name), _ -> {});
        try {
            if (lock.isHeld()) {
                throw new VmException("a keeper has its machine" + endFirst(name));
            }
            switch (VmLiveness.of(of(name))) {
                case VmLiveness.Dead() -> {}
                case VmLiveness.Alive(var vm) ->
                    throw new VmException("its machine runs (process " + vm.pid() + ")" + endFirst(name));
                case VmLiveness.OutOfReach(var reason, var _) -> throw new VmException(reason);
            }
            var disk = of(name).resolve(VmFiles.DISK);
            DiskHolders.of(disk).ifPresent(who -> {
                throw new VmException("its disk " + disk + " is open: " + who + "; end that first");
            });
            FolderTree.remove(of(name));
            Files.deleteIfExists(lock(name));
            return true;
        } catch (IOException e) {
            throw new VmException(of(name) + " cannot be removed: " + IoReason.of(e), e);
        } finally {
            lock.release();
        }
    }

    private static String endFirst(NodeName name) {
        return "; end it first: volta vm down -l " + name;
    }

    /** Writes down who has machines from now on. */
    void setKeeper(Path socket) throws IOException {
        if (!keeper().filter(socket::equals).isPresent()) {
            AtomicFile.write(
                    folder.resolve(KEEPER),
                    JSON.createObjectNode()
                            .put("socket", socket.toString())
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The socket of the keeper that took a machine last; whether it still is there is not known. */
    public Optional<Path> keeper() {
        try {
            var socket = JSON.readTree(RegularFile.readAllBytes(folder.resolve(KEEPER)))
                    .path("socket");
            return socket.isTextual() ? Optional.of(Path.of(socket.asText())) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not there, or torn: the next keeper writes it anew
        }
    }
}
