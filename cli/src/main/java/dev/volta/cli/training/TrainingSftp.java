package dev.volta.cli.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.subsystem.SubsystemFactory;
import org.jspecify.annotations.Nullable;

/** As much of an SFTP server as an upload notices: it agrees to everything, and keeps only how much was written. */
final class TrainingSftp implements Command {
    static final SubsystemFactory FACTORY = new SubsystemFactory() {
        @Override
        public String getName() {
            return "sftp";
        }

        @Override
        public Command createSubsystem(ChannelSession channel) {
            return new TrainingSftp();
        }
    };

    private static final int INIT = 1;
    private static final int OPEN = 3;
    private static final int WRITE = 6;
    private static final int LSTAT = 7;
    private static final int TYPE_VERSION = 2;
    private static final int STATUS = 101;
    private static final int HANDLE = 102;
    private static final int ATTRS = 105;
    private static final int VERSION = 3;
    private static final int OK = 0;

    /** What a write holds beside the bytes: a handle of one byte, the offset, and the length of the bytes. */
    private static final int WRITE_HEAD = Integer.BYTES + 1 + Long.BYTES + Integer.BYTES;

    private static final int SIZE_AND_MODE = 0x01 | 0x04;
    private static final int REGULAR = 0100600;

    private InputStream in = InputStream.nullInputStream();
    private OutputStream out = OutputStream.nullOutputStream();
    private @Nullable ExitCallback ended;
    private long written;

    @Override
    public void setExitCallback(ExitCallback callback) {
        ended = callback;
    }

    @Override
    public void setInputStream(InputStream stream) {
        in = stream;
    }

    @Override
    public void setOutputStream(OutputStream stream) {
        out = stream;
    }

    @Override
    public void setErrorStream(OutputStream stream) {}

    @Override
    public void start(ChannelSession channel, Environment environment) {
        Thread.ofVirtual().name("training-sftp").start(this::serve);
    }

    private void serve() {
        var requests = new DataInputStream(in);
        try {
            while (true) {
                var length = requests.readInt();
                var type = requests.readUnsignedByte();
                var id = requests.readInt();
                var body = length - 1L - Integer.BYTES;
                requests.skipNBytes(body);
                written = type == OPEN ? 0 : type == WRITE ? written + body - WRITE_HEAD : written;
                answer(type, id);
            }
        } catch (IOException _) {
            if (ended != null) {
                ended.onExit(0); // the client has closed the channel
            }
        }
    }

    private void answer(int type, int id) throws IOException {
        var answer = new DataOutputStream(out);
        switch (type) {
            case INIT -> {
                answer.writeInt(1 + Integer.BYTES);
                answer.writeByte(TYPE_VERSION);
                answer.writeInt(VERSION);
            }
            case OPEN -> {
                answer.writeInt(1 + Integer.BYTES + Integer.BYTES + 1);
                answer.writeByte(HANDLE);
                answer.writeInt(id);
                answer.writeInt(1);
                answer.writeByte(0);
            }
            case LSTAT -> {
                answer.writeInt(1 + Integer.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES);
                answer.writeByte(ATTRS);
                answer.writeInt(id);
                answer.writeInt(SIZE_AND_MODE);
                answer.writeLong(written);
                answer.writeInt(REGULAR);
            }
            default -> {
                answer.writeInt(1 + Integer.BYTES + Integer.BYTES);
                answer.writeByte(STATUS);
                answer.writeInt(id);
                answer.writeInt(OK);
            }
        }
        answer.flush();
    }

    @Override
    public void destroy(ChannelSession channel) {}
}
