package dev.volta.core.keeper.wire;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end of a Unix socket; the kernel vouches for it (unix(7), SO_PEERCRED). */
public final class Peer {
    private Peer() {}

    /** The user that this process runs as. {@code /proc/self} has it by number, also where no name belongs to it. */
    public static UserPrincipal self() throws IOException {
        return Files.getOwner(Path.of("/proc/self"));
    }

    public static boolean isSelf(SocketChannel channel) throws IOException {
        return channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(self());
    }
}
