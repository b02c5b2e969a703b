package dev.volta.core.vm.fleet;

import dev.volta.core.config.Port;
import dev.volta.core.vm.VmLiveness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/** Whether a machine can have a port of this one's loopback address. */
final class SshPort {
    private static final int FIRST_UNPRIVILEGED = 1024;

    private SshPort() {}

    /** Why {@code port} cannot be had; empty if it can. */
    static Optional<String> refusal(Port port) {
        return failure(port)
                .map(e -> port.number() < FIRST_UNPRIVILEGED && isRefused(e)
                        ? "port " + port + " is for root; choose one of " + FIRST_UNPRIVILEGED + " or above"
                        : "port " + port + " of 127.0.0.1 is taken by "
                                + VmLiveness.at(port)
                                        .orElse("something else; choose another one, or end what listens there"
                                                + " (ss -ltnp 'sport = :" + port + "')"));
    }

    static boolean isTaken(Port port) {
        return failure(port).isPresent();
    }

    private static Optional<IOException> failure(Port port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()), 1);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private static boolean isRefused(IOException e) {
        return String.valueOf(e.getMessage()).contains("Permission denied");
    }
}
