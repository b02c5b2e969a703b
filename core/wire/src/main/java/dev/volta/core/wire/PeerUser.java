package dev.volta.core.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/**
 * Whose process is at the other end of a Unix socket; the kernel vouches for it (unix(7), SO_PEERCRED). Users are compared
 * by number, since not every user has a name; the JDK's principals are equal if their numbers are.
 */
public final class PeerUser {
    private PeerUser() {}

    /** Whether it is the user that this process runs as. */
    public static boolean isSelf(SocketChannel channel) throws IOException {
        return of(channel).equals(self());
    }

    /** Whether it is this user, or root, who can do anything anyway. */
    public static boolean isSelfOrRoot(SocketChannel channel) throws IOException {
        var peer = of(channel);
        return peer.equals(self()) || isRoot(peer);
    }

    /** The name of the peer's user, or his number where he has no name. */
    public static String name(SocketChannel channel) throws IOException {
        return of(channel).getName();
    }

    private static UserPrincipal of(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    }

    private static UserPrincipal self() throws IOException {
        return Files.getOwner(Path.of("/proc/self"));
    }

    /** A principal does not tell its number: it is compared with that of the root directory, if that is root's. */
    private static boolean isRoot(UserPrincipal peer) throws IOException {
        var top = Path.of("/");
        return Files.getAttribute(top, "unix:uid").equals(0)
                && Files.getOwner(top).equals(peer);
    }
}
