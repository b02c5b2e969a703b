package dev.volta.core.remote;

import java.nio.ByteBuffer;

/** Takes the output of a running program as it comes, in arbitrary pieces. One thread calls it at a time. */
public interface OutputSink {
    void stdout(ByteBuffer bytes);

    void stderr(ByteBuffer bytes);
}
