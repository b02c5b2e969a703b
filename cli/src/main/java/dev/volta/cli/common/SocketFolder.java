package dev.volta.cli.common;

import dev.volta.core.wire.RuntimeFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The folder of this user's sockets, as the environment of this process leads to it. */
public final class SocketFolder {
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private SocketFolder() {}

    /** Tells {@code err} once of each folder that was passed over. */
    public static RuntimeFolder find(PrintWriter err) {
        try {
            var found = RuntimeFolder.of(System.getenv());
            found.passedOver().stream()
                    .filter(TOLD::add)
                    .forEach(sentence -> err.println("volta: " + sentence + "; using " + found.path() + " instead"));
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
