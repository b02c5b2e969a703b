package dev.volta.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * Carries bytes between a Unix socket here and a channel to a node. Each way ends by itself: an end of file on one side
 * is passed on as one, and the other way stays open. A failure on either side closes both at once.
 */
final class Relay {
    private static final int PIECE = 64 << 10;

    private Relay() {}

    /** Returns when both ways have ended, and closes both sides. */
    static void run(String name, SocketChannel socket, Pipe pipe) throws InterruptedException {
        try (socket;
                pipe) {
            var back = Thread.ofVirtual().name(name + "-from-node").start(() -> fromNode(socket, pipe));
            toNode(socket, pipe);
            back.join();
        } catch (IOException _) {
            // closing the socket failed: both sides are gone, and nobody is left to tell
        }
    }

    private static void toNode(SocketChannel socket, Pipe pipe) {
        try (var out = pipe.toNode()) {
            var piece = ByteBuffer.allocate(PIECE);
            while (socket.read(piece) >= 0) {
                out.write(piece.array(), 0, piece.position());
                out.flush();
                piece.clear();
            }
        } catch (IOException _) {
            end(socket, pipe);
        }
    }

    private static void fromNode(SocketChannel socket, Pipe pipe) {
        try (InputStream in = pipe.fromNode()) {
            var piece = new byte[PIECE];
            for (int n; (n = in.read(piece)) >= 0; ) {
                for (var bytes = ByteBuffer.wrap(piece, 0, n); bytes.hasRemaining(); ) {
                    socket.write(bytes);
                }
            }
            socket.shutdownOutput();
        } catch (IOException _) {
            end(socket, pipe);
        }
    }

    private static void end(SocketChannel socket, Pipe pipe) {
        pipe.close();
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed for this process either way
        }
    }
}
