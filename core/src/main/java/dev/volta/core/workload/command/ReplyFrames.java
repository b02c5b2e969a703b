package dev.volta.core.workload.command;

import dev.volta.core.launcher.LauncherCodec;
import dev.volta.core.launcher.LauncherReply;
import dev.volta.core.remote.OutputSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Makes messages of what a launcher prints, and keeps the end of its complaints. */
final class ReplyFrames implements OutputSink {
    private static final int COMPLAINT = 2000;

    private final Consumer<LauncherReply> taker;
    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
    private final StringBuilder complaint = new StringBuilder();

    ReplyFrames(Consumer<LauncherReply> taker) {
        this.taker = taker;
    }

    /** @throws UncheckedIOException if it is no message of a launcher */
    @Override
    public void stdout(ByteBuffer bytes) {
        var piece = new byte[bytes.remaining()];
        bytes.get(piece);
        pending.writeBytes(piece);
        var all = ByteBuffer.wrap(pending.toByteArray());
        var taken = 0;
        while (all.remaining() >= Integer.BYTES) {
            var length = all.getInt(all.position());
            if (length >= 0 && length <= LauncherCodec.LARGEST_PAYLOAD && all.remaining() < Integer.BYTES + length) {
                break;
            }
            var size = Math.clamp((long) Integer.BYTES + Math.max(length, 0), Integer.BYTES, all.remaining());
            take(new ByteArrayInputStream(all.array(), all.position(), size));
            all.position(all.position() + size);
            taken = all.position();
        }
        if (taken > 0) {
            pending.reset();
            pending.write(all.array(), taken, all.limit() - taken);
        }
    }

    private void take(ByteArrayInputStream frame) {
        try {
            LauncherCodec.readReply(frame).ifPresent(taker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void stderr(ByteBuffer bytes) {
        complaint.append(StandardCharsets.UTF_8.decode(bytes));
        complaint.delete(0, Math.max(0, complaint.length() - COMPLAINT));
    }

    /** What it said last on standard error. */
    String complaint() {
        return complaint.toString().strip();
    }
}
