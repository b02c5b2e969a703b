package dev.volta.ssh.openssh;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** One connection to a control socket after the greetings: packets, each behind its length. */
final class MuxSocket implements AutoCloseable {
    private static final int HELLO = 1;
    private static final int VERSION = 4;
    private static final int MAX_PACKET = 1 << 20;

    private final SocketChannel socket;

    private MuxSocket(SocketChannel socket) {
        this.socket = socket;
    }

    static MuxSocket connect(Path path) throws IOException {
        var mux = new MuxSocket(SocketChannel.open(StandardProtocolFamily.UNIX));
        try {
            mux.socket.connect(UnixDomainSocketAddress.of(path));
            mux.write(new MuxMessage().number(HELLO).number(VERSION));
            var hello = mux.read();
            if (hello.getInt() != HELLO || hello.getInt() != VERSION) {
                throw new IOException("the control socket " + path + " speaks another protocol than OpenSSH's");
            }
            return mux;
        } catch (IOException | RuntimeException e) {
            mux.close();
            throw e;
        }
    }

    ByteBuffer read() throws IOException {
        var length = fill(ByteBuffer.allocate(Integer.BYTES)).getInt();
        if (length < 1 || length > MAX_PACKET) {
            throw new IOException("ssh's control socket sent a message of " + length + " bytes");
        }
        return fill(ByteBuffer.allocate(length));
    }

    private ByteBuffer fill(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (socket.read(bytes) < 0) {
                throw new EOFException("ssh has ended");
            }
        }
        return bytes.flip();
    }

    void write(MuxMessage message) throws IOException {
        var payload = message.toBytes();
        var packet = ByteBuffer.allocate(Integer.BYTES + payload.length)
                .putInt(payload.length)
                .put(payload)
                .flip();
        while (packet.hasRemaining()) {
            socket.write(packet);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // nothing is left to be lost
        }
    }
}
