package dev.volta.ssh;

import java.io.IOException;
import org.apache.sshd.client.channel.ChannelSubsystem;

/** A subsystem of the node's sshd. It may be closed while it still answers. */
final class MinaSubsystemChannel extends ChannelSubsystem {
    MinaSubsystemChannel(String name) {
        super(name);
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
