package dev.volta.cli.keeper;

import dev.volta.cli.common.SocketFolder;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.wire.NoRuntimeFolderException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Where this user's keeper of a fleet is found. */
public final class OwnPlace {
    private OwnPlace() {}

    /**
     * The place for the fleet described in {@code fleet}.
     *
     * @param err told of folders that are passed over because they are somebody else's
     */
    public static KeeperPlace of(Path fleet, PrintWriter err) {
        try {
            return KeeperPlace.of(fleet, SocketFolder.find(err));
        } catch (NoRuntimeFolderException e) {
            throw new KeeperException("no place for a keeper of " + fleet + ": " + e.getMessage(), e);
        }
    }
}
