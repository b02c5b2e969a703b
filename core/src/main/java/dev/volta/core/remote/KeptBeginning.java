package dev.volta.core.remote;

import dev.volta.core.config.NodeName;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** The first bytes of what a program prints. */
final class KeptBeginning implements OutputSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public void stdout(ByteBuffer bytes) {
        keep(bytes, out);
    }

    @Override
    public void stderr(ByteBuffer bytes) {
        keep(bytes, err);
    }

    private void keep(ByteBuffer bytes, ByteArrayOutputStream kept) {
        var piece = new byte[Math.min(bytes.remaining(), Completed.CAPTURE_LIMIT - kept.size())];
        bytes.get(piece);
        kept.writeBytes(piece);
    }

    Completed completed(NodeName node, Command command, ExitStatus status) {
        return new Completed(node, command, status, out.toByteArray(), err.toByteArray());
    }
}
