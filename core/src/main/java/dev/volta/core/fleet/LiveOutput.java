package dev.volta.core.fleet;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.OutputSink;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What many nodes print, as it comes, each line behind the name of its node: {@code vm1: text}. Lines of several nodes
 * are never torn apart, and their bytes pass unchanged. A line of more than {@link #LONGEST} bytes is cut there and goes
 * on behind {@code vm1+: }, so memory does not grow with what a node prints. A writer that is slow slows the nodes down.
 */
public final class LiveOutput {
    static final int LONGEST = 64 << 10;
    private static final int BUFFER = 64 << 10;

    private final OutputStream out;
    private final OutputStream err;
    private final ReentrantLock turn = new ReentrantLock();

    public LiveOutput(OutputStream out, OutputStream err) {
        this.out = new BufferedOutputStream(out, BUFFER);
        this.err = new BufferedOutputStream(err, BUFFER);
    }

    /** What takes the output of {@code node}; closing it writes the line that has not ended. */
    public NodeLines of(NodeName node) {
        return of(node.value());
    }

    /** The same for a part of a node's output that has a {@code name} of its own. */
    public NodeLines of(String name) {
        return new NodeLines(new Lines(name, out), new Lines(name, err));
    }

    /** The two streams of one node. */
    public static final class NodeLines implements OutputSink, AutoCloseable {
        private final Lines out;
        private final Lines err;

        private NodeLines(Lines out, Lines err) {
            this.out = out;
            this.err = err;
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
            out.end();
            err.end();
        }
    }

    private final class Lines {
        private final byte[] name;
        private final OutputStream to;
        private byte[] begun = new byte[256];
        private int length;
        private boolean cut;

        Lines(String name, OutputStream to) {
            this.name = name.getBytes(StandardCharsets.UTF_8);
            this.to = to;
        }

        void take(ByteBuffer bytes) {
            turn.lock();
            try {
                while (bytes.hasRemaining()) {
                    var b = bytes.get();
                    if (b == '\n') {
                        write(false);
                    } else {
                        if (length == LONGEST) {
                            write(true);
                        }
                        append(b);
                    }
                }
                to.flush();
            } catch (IOException e) {
                throw new CommandFailure(IoReason.of(e), e);
            } finally {
                turn.unlock();
            }
        }

        void end() {
            turn.lock();
            try {
                if (length > 0) {
                    write(false);
                    to.flush();
                }
            } catch (IOException e) {
                throw new CommandFailure(IoReason.of(e), e);
            } finally {
                turn.unlock();
            }
        }

        private void append(byte b) {
            if (length == begun.length) {
                begun = java.util.Arrays.copyOf(begun, Math.min(LONGEST, begun.length * 4));
            }
            begun[length++] = b;
        }

        private void write(boolean goesOn) throws IOException {
            to.write(name);
            if (cut) {
                to.write('+');
            }
            to.write(':');
            to.write(' ');
            to.write(begun, 0, length);
            to.write('\n');
            length = 0;
            cut = goesOn;
        }
    }
}
