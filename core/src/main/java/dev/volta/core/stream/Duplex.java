package dev.volta.core.stream;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * Bytes to a node and back. Reading slowly has the other side stop sending; closing {@link #toNode()} sends the end of
 * file and leaves the way back open.
 */
public interface Duplex extends AutoCloseable {
    OutputStream toNode();

    InputStream fromNode();

    /** Never throws, never waits for the node. */
    @Override
    void close();
}
