package dev.volta.core.supervisor;

import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.OutputSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What services have printed, as a text or a file. */
public final class ServiceLogs {
    /** More lines than any log has. */
    public static final int ALL = Integer.MAX_VALUE;

    private ServiceLogs() {}

    /** The last {@code lines} lines, without white space at the end. */
    public static String tail(Supervisor supervisor, String service, int lines) throws InterruptedException {
        var kept = new ByteArrayOutputStream();
        supervisor.log(service, lines, false, new Into(kept));
        return kept.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /** Writes the last {@code lines} lines to {@code target}, whose folder is made when missing. */
    public static void fetch(Supervisor supervisor, String service, int lines, Path target)
            throws InterruptedException {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            try (var out = Files.newOutputStream(target)) {
                supervisor.log(service, lines, false, new Into(out));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target + ": " + IoReason.withFile(e), e);
        }
    }

    /** Both streams into one. */
    private record Into(OutputStream out) implements OutputSink {
        @Override
        public void stdout(ByteBuffer bytes) {
            var piece = new byte[bytes.remaining()];
            bytes.get(piece);
            try {
                out.write(piece);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void stderr(ByteBuffer bytes) {
            stdout(bytes);
        }
    }
}
