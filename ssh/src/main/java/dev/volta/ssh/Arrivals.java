package dev.volta.ssh;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.client.channel.AbstractClientChannel;

/** What arrives over a MINA channel. */
final class Arrivals {
    private final AtomicLong bytes = new AtomicLong();

    /** What the library does with data. */
    @FunctionalInterface
    interface Delivery {
        void deliver() throws IOException;
    }

    /** A channel that counts what arrives. */
    interface Counted {
        Arrivals arrivals();
    }

    /**
     * Counts data and has them delivered. Those that come while the channel is being closed here are for nobody and are
     * dropped: the library finds their stream closed and takes that for the end of the whole connection.
     */
    void deliver(AbstractClientChannel channel, long length, Delivery delivery) throws IOException {
        bytes.addAndGet(length);
        try {
            delivery.deliver();
        } catch (IOException e) {
            if (!channel.isClosing()) {
                throw e;
            }
        }
    }

    /** How many have come. */
    long bytes() {
        return bytes.get();
    }
}
