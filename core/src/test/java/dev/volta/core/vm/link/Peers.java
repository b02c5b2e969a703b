package dev.volta.core.vm.link;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** What uses the sockets that a link ties together. */
final class Peers {
    private Peers() {}

    interface Talk {
        void with(SocketChannel socket) throws IOException;
    }

    static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    /** Each connection on a thread of its own. */
    static ServerSocketChannel serve(Path path, Talk talk) throws IOException {
        var server = listen(path);
        Thread.ofVirtual().start(() -> {
            while (server.isOpen()) {
                try {
                    var socket = server.accept();
                    Thread.ofVirtual().start(() -> {
                        try (socket) {
                            talk.with(socket);
                        } catch (IOException _) {
                            // what the test looks at tells
                        }
                    });
                } catch (IOException _) {
                    // closed
                }
            }
        });
        return server;
    }

    /** Sends back what comes until its end. */
    static void echo(SocketChannel socket) throws IOException {
        var bytes = ByteBuffer.allocate(10_000);
        while (socket.read(bytes) >= 0) {
            write(socket, bytes.flip());
            bytes.clear();
        }
        socket.shutdownOutput();
    }

    static SocketChannel connect(Path path) throws IOException {
        var socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path));
        return socket;
    }

    static void write(SocketChannel socket, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    static byte[] readAll(SocketChannel socket) throws IOException {
        return Channels.newInputStream(socket).readAllBytes();
    }

    /** What comes back when {@code bytes} and the end of file go to {@code path}; reads while it writes. */
    static byte[] exchange(Path path, byte[] bytes) throws IOException {
        try (var socket = connect(path)) {
            return readWhileWriting(socket, bytes);
        }
    }

    /** Returns when both ways have ended, so that the socket can be closed. */
    static byte[] readWhileWriting(SocketChannel socket, byte[] bytes) throws IOException {
        var writer = Thread.ofVirtual().start(() -> {
            try {
                write(socket, ByteBuffer.wrap(bytes));
                socket.shutdownOutput();
            } catch (IOException _) {
                // what comes back, or arrives there, is short then
            }
        });
        var answer = readAll(socket);
        try {
            writer.join();
        } catch (InterruptedException _) {
            throw new InterruptedIOException("interrupted");
        }
        return answer;
    }
}
