package dev.volta.core.fleet;

import dev.volta.core.remote.OutputSink;
import java.nio.ByteBuffer;

/** Both streams of one node, kept within {@link KeptOutput}'s bounds. */
public record NodeOutput(KeptOutput out, KeptOutput err) implements OutputSink, AutoCloseable {
    public NodeOutput() {
        this(new KeptOutput(), new KeptOutput());
    }

    @Override
    public void stdout(ByteBuffer bytes) {
        out.take(bytes);
    }

    @Override
    public void stderr(ByteBuffer bytes) {
        err.take(bytes);
    }

    @Override
    public void close() {
        out.close();
        err.close();
    }
}
