package dev.volta.cli.vm;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HexFormat;

/** What an SSH server says before it knows who calls. */
final class ServerHello {
    private static final int KEXINIT = 20;
    private static final int COOKIE = 16;

    private ServerHello() {}

    /** The first random number that the server draws for a connection: the cookie of its SSH_MSG_KEXINIT (RFC 4253). */
    static String cookie(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            var in = new DataInputStream(socket.getInputStream());
            var last = 0;
            while (last != '\n') {
                last = in.readUnsignedByte();
            }
            in.readInt(); // the packet's length
            in.readUnsignedByte(); // its padding
            if (in.readUnsignedByte() != KEXINIT) {
                throw new IOException("the server begins otherwise");
            }
            return HexFormat.of().formatHex(in.readNBytes(COOKIE));
        }
    }
}
