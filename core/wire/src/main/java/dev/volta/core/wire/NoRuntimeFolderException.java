package dev.volta.core.wire;

import java.util.List;

/** There is no folder for the sockets of this user. The message says why for each place, and what to do. */
public final class NoRuntimeFolderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRuntimeFolderException(List<String> reasons) {
        super("there is no folder for your sockets:\n  " + String.join("\n  ", reasons) + "\n  set "
                + RuntimeFolder.VARIABLE + " to a folder of yours with a short path, such as one made by"
                + " mkdir -m 700 ~/run");
    }
}
