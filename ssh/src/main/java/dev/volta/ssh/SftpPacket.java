package dev.volta.ssh;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A packet that an SFTP server sent.
 *
 * @param type the draft's section 3
 * @param id of the request that it answers
 * @param body what follows, from its position on
 */
record SftpPacket(int type, int id, ByteBuffer body) {
    static final int VERSION = 2;
    static final int STATUS = 101;
    static final int HANDLE = 102;
    static final int DATA = 103;
    static final int ATTRS = 105;

    /** Larger than any answer to what is asked here. */
    private static final int MAX_LENGTH = 1 << 20;

    /** Bytes that may come before the first packet. */
    private static final int LONGEST_GREETING = 1 << 20;

    /** Reads one packet: its length, its type, then an id (in {@link #VERSION} the protocol version stands there). */
    static SftpPacket read(DataInputStream in) throws IOException {
        var length = in.readInt();
        if (length < 5 || length > MAX_LENGTH) {
            throw new IOException("the SFTP server sent something else: a packet of " + length
                    + " bytes; a login script that prints does this");
        }
        var bytes = new byte[length];
        in.readFully(bytes);
        var buffer = ByteBuffer.wrap(bytes);
        return new SftpPacket(buffer.get(), buffer.getInt(), buffer);
    }

    /**
     * Reads the first packet, and gives back the version that it tells. A server that the login shell starts may come
     * behind what that prints; no text has the zero bytes that such a packet begins with.
     */
    static int readVersion(DataInputStream in) throws IOException {
        var head = new byte[9]; // length, of which the upper half is zero; type; version
        in.readFully(head);
        for (var passed = 0; !isVersion(head); passed++) {
            if (passed == LONGEST_GREETING) {
                throw new IOException("it is not an SFTP server that answers");
            }
            System.arraycopy(head, 1, head, 0, head.length - 1);
            head[head.length - 1] = in.readByte();
        }
        var start = ByteBuffer.wrap(head);
        in.skipNBytes(start.getInt() - (head.length - Integer.BYTES));
        return start.getInt(Integer.BYTES + 1);
    }

    private static boolean isVersion(byte[] head) {
        var start = ByteBuffer.wrap(head);
        return start.getInt(0) >>> Short.SIZE == 0
                && start.getInt(0) >= 1 + Integer.BYTES
                && start.get(Integer.BYTES) == VERSION
                && start.getInt(Integer.BYTES + 1) >>> Byte.SIZE == 0;
    }

    byte[] string() throws IOException {
        try {
            var bytes = new byte[checked(body.getInt())];
            body.get(bytes);
            return bytes;
        } catch (BufferUnderflowException e) {
            throw new IOException("the SFTP server sent a packet that is cut short", e);
        }
    }

    private int checked(int length) throws IOException {
        if (length < 0 || length > body.remaining()) {
            throw new IOException("the SFTP server sent a string of " + length + " bytes in a packet with "
                    + body.remaining() + " left");
        }
        return length;
    }

    /** This packet if it is of {@code wanted} type, else the refusal it carries. */
    SftpPacket require(int wanted) throws IOException {
        if (type == wanted) {
            return this;
        }
        if (type != STATUS) {
            throw new IOException("the SFTP server answered with packet type " + type + " instead of " + wanted);
        }
        throw status();
    }

    void requireOk() throws IOException {
        if (type != STATUS) {
            require(STATUS);
        }
        var status = status();
        if (status.code() != SftpStatus.OK) {
            throw status;
        }
    }

    private SftpStatus status() throws IOException {
        var code = body.getInt();
        var message = body.hasRemaining() ? new String(string(), StandardCharsets.UTF_8) : "";
        return new SftpStatus(code, message);
    }
}
