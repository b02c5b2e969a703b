package dev.volta.core.stream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Carries bytes between a socket here and a stream to a node. Each way ends by itself: an end of file on one side
 * is passed on as one, and the other way stays open. A failure on either side closes both at once.
 */
public final class Relay {
    private static final int PIECE = 64 << 10;

    private Relay() {}

    /** Returns when both ways have ended, and closes both sides. */
    public static void run(String name, SocketChannel socket, Duplex stream) throws InterruptedException {
        try (socket;
                stream) {
            var back = Thread.ofVirtual().name(name + "-from-node").start(() -> fromNode(socket, stream));
            toNode(socket, stream);
            back.join();
        } catch (IOException _) {
            // closing the socket failed: both sides are gone, and nobody is left to tell
        }
    }

    private static void toNode(SocketChannel socket, Duplex stream) {
        try (var out = stream.toNode()) {
            var piece = ByteBuffer.allocate(PIECE);
            while (socket.read(piece) >= 0) {
                out.write(piece.array(), 0, piece.position());
                out.flush();
                piece.clear();
            }
        } catch (IOException | RuntimeException _) {
            end(socket, stream);
        }
    }

    private static void fromNode(SocketChannel socket, Duplex stream) {
        try (InputStream in = stream.fromNode()) {
            var piece = new byte[PIECE];
            for (int n; (n = in.read(piece)) >= 0; ) {
                for (var bytes = ByteBuffer.wrap(piece, 0, n); bytes.hasRemaining(); ) {
                    socket.write(bytes);
                }
            }
            socket.shutdownOutput();
        } catch (IOException | RuntimeException _) {
            end(socket, stream);
        }
    }

    private static void end(SocketChannel socket, Duplex stream) {
        stream.close();
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed for this process either way
        }
    }
}
