package dev.volta.core.keeper;

import dev.volta.core.remote.IoReason;
import dev.volta.core.wire.ForeignFolderException;
import dev.volta.core.wire.RuntimeFolder;
import dev.volta.core.wire.SocketPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the keeper of a fleet is found: in a folder for this user alone, under a name that follows from the folder of
 * the fleet's configuration.
 *
 * @param fleet the real path of that folder
 */
public record KeeperPlace(Path fleet, Path folder, String name) {
    private static final int READABLE = 24;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** The place for the fleet described in {@code fleet}, in {@code runtime}, which is made if it is not there. */
    public static KeeperPlace of(Path fleet, RuntimeFolder runtime) {
        try {
            var real = fleet.toRealPath();
            var readable = Objects.requireNonNullElse(real.getFileName(), real)
                    .toString()
                    .replaceAll("[^A-Za-z0-9._-]", "_");
            var name = readable.substring(0, Math.min(READABLE, readable.length())) + "-"
                    + Long.toHexString(fnv(real.toString()));
            var place = new KeeperPlace(real, runtime.path(), name);
            requireShort(place.socket());
            runtime.make();
            return place;
        } catch (IOException e) {
            throw new KeeperException("no place for a keeper of " + fleet + ": " + IoReason.withFile(e), e);
        } catch (ForeignFolderException e) {
            throw new KeeperException("no place for a keeper of " + fleet + ": " + e.getMessage(), e);
        }
    }

    public Path socket() {
        return folder.resolve(name + ".sock");
    }

    /** The folder of the sockets of the fleet's virtual machines. */
    public Path machines() {
        return folder.resolve(name + ".vms");
    }

    /** The socket of this machine that leads to the fleet's controller while a keeper holds its links. */
    public Path hub() {
        return folder.resolve(name + ".hub");
    }

    /** What a keeper writes; gone when it ended in order. */
    public Path log() {
        return folder.resolve(name + ".log");
    }

    /** Locked as long as the keeper's process lives. */
    public Path alive() {
        return folder.resolve(name + ".alive");
    }

    /** Held while a socket of this folder is made or removed. */
    public Path lock() {
        return folder.resolve(".lock");
    }

    private static void requireShort(Path socket) {
        if (!SocketPath.fits(socket)) {
            throw new KeeperException("the keeper's socket " + socket + " would have a path of "
                    + SocketPath.bytes(socket) + " bytes, at most " + SocketPath.MOST_BYTES
                    + " are possible; set XDG_RUNTIME_DIR to a shorter folder");
        }
    }

    /**
     * FNV-1a with 64 bits (draft-eastlake-fnv): the name need not withstand anyone, since the folder is the user's own,
     * and client and keeper compare their fleets' folders anyway.
     */
    private static long fnv(String text) {
        var hash = FNV_OFFSET;
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
