package dev.volta.ssh;

import java.io.IOException;
import org.apache.sshd.client.channel.AbstractClientChannel;

/**
 * Data that come for a channel while it is being closed here. The library finds their stream closed and takes that for
 * the end of the whole connection; they are for nobody and are dropped.
 */
final class LateData {
    private LateData() {}

    /** What the library does with data. */
    @FunctionalInterface
    interface Delivery {
        void deliver() throws IOException;
    }

    static void deliver(AbstractClientChannel channel, Delivery delivery) throws IOException {
        try {
            delivery.deliver();
        } catch (IOException e) {
            if (!channel.isClosing()) {
                throw e;
            }
        }
    }
}
