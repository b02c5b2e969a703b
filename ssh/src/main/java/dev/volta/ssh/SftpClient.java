package dev.volta.ssh;

import dev.volta.core.stream.Duplex;
import dev.volta.core.transfer.EndDeadline;
import dev.volta.core.wire.RawText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * The part of SFTP version 3 (draft-ietf-secsh-filexfer-02) that moves a file, with OpenSSH's {@code
 * posix-rename@openssh.com} (its file PROTOCOL, section 4.3), over any byte stream. Writes and reads are pipelined: up
 * to {@link #IN_FLIGHT} requests wait for their answers. A request moves at most {@link #BLOCK} bytes, because OpenSSH
 * ends the connection at a packet above 256 KiB. One thread uses a client.
 */
final class SftpClient {
    static final int BLOCK = 261_120;

    private static final int IN_FLIGHT = 32;
    private static final int INIT = 1;
    private static final int OPEN = 3;
    private static final int CLOSE = 4;
    private static final int READ = 5;
    private static final int WRITE = 6;
    private static final int LSTAT = 7;
    private static final int FSTAT = 8;
    private static final int FSETSTAT = 10;
    private static final int REMOVE = 13;
    private static final int EXTENDED = 200;
    private static final int VERSION = 3;
    private static final int FLAG_READ = 0x01;
    private static final int FLAG_WRITE = 0x02;
    private static final int FLAG_CREATE = 0x08;
    private static final int FLAG_EXCLUSIVE = 0x20;
    private static final int ATTR_SIZE = 0x01;
    private static final int ATTR_OWNER = 0x02;
    private static final int ATTR_PERMISSIONS = 0x04;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final byte[] NO_ATTRIBUTES = new byte[Integer.BYTES];

    private final DataInputStream in;
    private final OutputStream out;
    private int lastId;

    /** A file that the server holds open. */
    record Handle(byte[] bytes) {}

    /** What the server tells of a file. */
    record FileStatus(long size, int mode) {
        /** The nine permission bits as {@code rwxr-xr-x}. */
        String permissions() {
            var text = new StringBuilder("rwxrwxrwx");
            for (var i = 0; i < text.length(); i++) {
                if ((mode & (0400 >> i)) == 0) {
                    text.setCharAt(i, '-');
                }
            }
            return text.toString();
        }
    }

    SftpClient(Duplex pipe) throws IOException {
        this.in = new DataInputStream(new BufferedInputStream(pipe.fromNode(), BLOCK));
        this.out = pipe.toNode();
        var version = greeted();
        if (version < VERSION) {
            throw new IOException("the SFTP server speaks version " + version + ", not " + VERSION);
        }
    }

    private int greeted() throws IOException {
        var hello = ByteBuffer.allocate(9).putInt(5).put((byte) INIT).putInt(VERSION);
        try {
            out.write(hello.array());
            out.flush();
            return SftpPacket.readVersion(in);
        } catch (SilenceException | InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new NoSftpServer(e);
        }
    }

    /** Opens {@code path} for writing, which must not be there and is made with mode 0600. */
    Handle openFresh(String path) throws IOException {
        var attributes = ByteBuffer.allocate(8).putInt(ATTR_PERMISSIONS).putInt(0600);
        return open(path, FLAG_WRITE | FLAG_CREATE | FLAG_EXCLUSIVE, attributes.array());
    }

    /** Opens {@code path}, which must be there, for writing; its content stays. */
    Handle openKnown(String path) throws IOException {
        return open(path, FLAG_WRITE, NO_ATTRIBUTES);
    }

    Handle openToRead(String path) throws IOException {
        return open(path, FLAG_READ, NO_ATTRIBUTES);
    }

    private Handle open(String path, int flags, byte[] attributes) throws IOException {
        var id = send(OPEN, body -> {
            string(body, RawText.encode(path));
            body.writeInt(flags);
            body.write(attributes);
        });
        return new Handle(answer(id).require(SftpPacket.HANDLE).string());
    }

    /** Size in bytes and permission bits of an open regular file. */
    FileStatus status(Handle handle) throws IOException {
        return status(answer(send(FSTAT, body -> string(body, handle.bytes()))));
    }

    private static FileStatus status(SftpPacket answer) throws IOException {
        var attributes = answer.require(SftpPacket.ATTRS).body();
        var flags = attributes.getInt();
        if ((flags & ATTR_SIZE) == 0 || (flags & ATTR_PERMISSIONS) == 0) {
            throw new IOException("the SFTP server reports no size or mode");
        }
        var size = attributes.getLong();
        if ((flags & ATTR_OWNER) != 0) {
            attributes.getLong();
        }
        var mode = attributes.getInt();
        if ((mode & FILE_TYPE) != REGULAR) {
            throw new IOException("it is not a regular file");
        }
        return new FileStatus(size, mode);
    }

    /**
     * Gives an open file its mode and closes it, in one round trip.
     *
     * @return what {@code path}, by which it was opened, leads to by now
     * @throws SftpStatus with {@link SftpStatus#NO_SUCH_FILE} if that is nothing any more
     */
    FileStatus finish(Handle handle, int mode, String path) throws IOException {
        var modeSet = send(FSETSTAT, body -> {
            string(body, handle.bytes());
            body.writeInt(ATTR_PERMISSIONS);
            body.writeInt(mode);
        });
        var closed = send(CLOSE, body -> string(body, handle.bytes()));
        var seen = send(LSTAT, body -> string(body, RawText.encode(path)));
        done(modeSet);
        done(closed);
        return status(answer(seen));
    }

    void close(Handle handle) throws IOException {
        done(send(CLOSE, body -> string(body, handle.bytes())));
    }

    void remove(String path) throws IOException {
        done(send(REMOVE, body -> string(body, RawText.encode(path))));
    }

    /** Renames a file, over another one if there is one, in one step. */
    void rename(String from, String to) throws IOException {
        done(send(EXTENDED, body -> {
            string(body, "posix-rename@openssh.com".getBytes(StandardCharsets.UTF_8));
            string(body, RawText.encode(from));
            string(body, RawText.encode(to));
        }));
    }

    /** Writes {@code source} from byte {@code from} to its end to the same place in {@code handle}. */
    void write(Handle handle, FileChannel source, long from, LongConsumer written) throws IOException {
        var head = 4 + 1 + 4 + 4 + handle.bytes().length + 8 + 4;
        var packet = ByteBuffer.allocate(head + BLOCK);
        var waiting = 0;
        for (var offset = from; ; ) {
            packet.clear().position(head);
            var length = fill(source, packet, offset);
            if (length == 0) {
                break;
            }
            lastId++;
            packet.flip();
            packet.putInt(head - 4 + length).put((byte) WRITE).putInt(lastId);
            packet.putInt(handle.bytes().length).put(handle.bytes());
            packet.putLong(offset).putInt(length);
            out.write(packet.array(), 0, packet.limit());
            out.flush();
            offset += length;
            waiting++;
            if (waiting == IN_FLIGHT) {
                SftpPacket.read(in).requireOk();
                waiting--;
            }
            written.accept(offset);
        }
        for (; waiting > 0; waiting--) {
            SftpPacket.read(in).requireOk();
        }
    }

    private static int fill(FileChannel source, ByteBuffer packet, long offset) throws IOException {
        var start = packet.position();
        while (packet.hasRemaining()) {
            var n = source.read(packet, offset + packet.position() - start);
            if (n < 0) {
                break;
            }
        }
        return packet.position() - start;
    }

    /** A piece that was asked for. */
    private record Piece(long offset, int length) {}

    /**
     * Reads {@code handle} into {@code target}: as many bytes as it had when {@code size} was told, whatever is added
     * meanwhile. What the kernel makes while it is read (proc(5), sysfs) has another size than it tells, 0 or a page: it is
     * read to its end.
     *
     * @param silence after which a file of size 0 is given up that does not end
     */
    void read(Handle handle, FileChannel target, long size, Duration silence, LongConsumer read) throws IOException {
        if (size == 0) {
            readToEnd(handle, target, new EndDeadline(silence), read);
            return;
        }
        Map<Integer, Piece> asked = new LinkedHashMap<>();
        var next = 0L;
        var got = 0L;
        var end = size;
        while (next < end || !asked.isEmpty()) {
            while (asked.size() < IN_FLIGHT && next < end) {
                var piece = new Piece(next, (int) Math.min(BLOCK, size - next));
                asked.put(ask(handle, piece), piece);
                next += piece.length();
            }
            var packet = SftpPacket.read(in);
            var piece = asked.remove(packet.id());
            if (piece == null) {
                throw new IOException("the SFTP server answered a request that was not made");
            }
            var answer = data(packet);
            if (answer.isEmpty()) {
                end = Math.min(end, piece.offset());
                continue;
            }
            var data = ByteBuffer.wrap(answer.get());
            if (data.remaining() > piece.length() || !data.hasRemaining()) {
                throw new IOException("the SFTP server sent " + data.remaining() + " bytes for " + piece.length());
            }
            var length = data.remaining();
            for (var at = piece.offset(); data.hasRemaining(); ) {
                at += target.write(data, at);
            }
            if (length < piece.length()) {
                var rest = new Piece(piece.offset() + length, piece.length() - length);
                asked.put(ask(handle, rest), rest);
            }
            got += length;
            read.accept(got);
        }
        if (got != end || (got < size && status(handle).size() != size)) {
            throw new EOFException("it became shorter than " + size + " bytes while it was read");
        }
    }

    private void readToEnd(Handle handle, FileChannel target, EndDeadline deadline, LongConsumer read)
            throws IOException {
        for (var at = 0L; ; ) {
            if (deadline.isOver()) {
                throw deadline.failure();
            }
            Optional<byte[]> answer;
            try {
                answer = data(answer(ask(handle, new Piece(at, BLOCK))));
            } catch (SilenceException _) {
                throw deadline.failure();
            }
            if (answer.isEmpty()) {
                return;
            }
            for (var data = ByteBuffer.wrap(answer.get()); data.hasRemaining(); ) {
                at += target.write(data, at);
            }
            deadline.came(at);
            read.accept(at);
        }
    }

    /** Nothing at the end of the file. */
    private static Optional<byte[]> data(SftpPacket packet) throws IOException {
        try {
            return Optional.of(packet.require(SftpPacket.DATA).string());
        } catch (SftpStatus status) {
            if (status.code() == SftpStatus.EOF) {
                return Optional.empty();
            }
            throw status;
        }
    }

    private int ask(Handle handle, Piece piece) throws IOException {
        return send(READ, body -> {
            string(body, handle.bytes());
            body.writeLong(piece.offset());
            body.writeInt(piece.length());
        });
    }

    @FunctionalInterface
    private interface Body {
        void write(DataOutputStream body) throws IOException;
    }

    private int send(int type, Body body) throws IOException {
        lastId++;
        var bytes = new ByteArrayOutputStream();
        var data = new DataOutputStream(bytes);
        data.writeByte(type);
        data.writeInt(lastId);
        body.write(data);
        var packet = ByteBuffer.allocate(Integer.BYTES + bytes.size());
        packet.putInt(bytes.size()).put(bytes.toByteArray());
        out.write(packet.array());
        out.flush();
        return lastId;
    }

    private SftpPacket answer(int id) throws IOException {
        var packet = SftpPacket.read(in);
        if (packet.id() != id) {
            throw new IOException("the SFTP server answered request " + packet.id() + " instead of " + id);
        }
        return packet;
    }

    private void done(int id) throws IOException {
        answer(id).requireOk();
    }

    private static void string(DataOutputStream body, byte[] bytes) throws IOException {
        body.writeInt(bytes.length);
        body.write(bytes);
    }
}
