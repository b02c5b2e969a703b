package dev.volta.ssh;

import dev.volta.core.wire.RawText;
import java.io.IOException;
import org.apache.sshd.client.channel.ChannelExec;

/** A program on the node. It may be closed while it still prints. */
final class MinaExecChannel extends ChannelExec implements Arrivals.Counted {
    private final Arrivals arrivals = new Arrivals();

    MinaExecChannel(String line) {
        super(RawText.encode(line), null, null);
    }

    @Override
    public Arrivals arrivals() {
        return arrivals;
    }

    @Override
    protected void doWriteData(byte[] data, int offset, long length) throws IOException {
        arrivals.deliver(this, length, () -> super.doWriteData(data, offset, length));
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int offset, long length) throws IOException {
        arrivals.deliver(this, length, () -> super.doWriteExtendedData(data, offset, length));
    }
}
