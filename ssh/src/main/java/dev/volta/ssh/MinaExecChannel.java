package dev.volta.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.client.channel.ChannelExec;

/** A program on the node. It may be closed while it still prints. */
final class MinaExecChannel extends ChannelExec {
    MinaExecChannel(String line) {
        super(line.getBytes(StandardCharsets.UTF_8), null, null);
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        LateData.deliver(this, () -> super.doWriteData(data, offset, length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        LateData.deliver(this, () -> super.doWriteExtendedData(data, offset, length));
    }
}
