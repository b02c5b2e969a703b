package dev.volta.ssh;

import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.channel.ChannelExec;

/** A program on the node. It may be closed while it still prints. */
final class MinaExecChannel extends ChannelExec {
    private final AtomicLong arrived = new AtomicLong();

    MinaExecChannel(String line) {
        super(RawText.encode(line), null, null);
    }

    /** How many bytes have come over both streams, read or not. */
    long arrived() {
        return arrived.get();
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        arrived.addAndGet(length);
        LateData.deliver(this, () -> super.doWriteData(data, offset, length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        arrived.addAndGet(length);
        LateData.deliver(this, () -> super.doWriteExtendedData(data, offset, length));
    }
}
