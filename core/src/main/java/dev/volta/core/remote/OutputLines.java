package dev.volta.core.remote;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts standard output into lines, and keeps the beginning of standard error. */
public final class OutputLines implements OutputSink {
    private static final int LONGEST = 64 << 10;
    private static final int KEPT = 500;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    public OutputLines(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void stdout(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            if (next == '\n') {
                lines.accept(line.toString(StandardCharsets.UTF_8));
                line.reset();
            } else if (line.size() < LONGEST) {
                line.write(next);
            }
        }
    }

    @Override
    public void stderr(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            var next = bytes.get();
            if (errors.size() < KEPT) {
                errors.write(next);
            }
        }
    }

    /**
     * The first 500 bytes of standard error, without blanks around them. Lines of standard output are cut off after 64 KiB,
     * and a last one without a line feed is dropped.
     */
    public String errors() {
        return errors.toString(StandardCharsets.UTF_8).strip();
    }
}
