package dev.volta.core.remote;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/** The first bytes of what a program prints. */
final class KeptBeginning implements OutputSink {
    /** Enough for a message. */
    static final int LINES = 2000;

    private final int limit;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    KeptBeginning() {
        this(Completed.CAPTURE_LIMIT);
    }

    KeptBeginning(int limit) {
        this.limit = limit;
    }

    @Override
    public void stdout(ByteBuffer bytes) {
        keep(bytes, out);
    }

    @Override
    public void stderr(ByteBuffer bytes) {
        keep(bytes, err);
    }

    private void keep(ByteBuffer bytes, ByteArrayOutputStream kept) {
        var piece = new byte[Math.min(bytes.remaining(), limit - kept.size())];
        bytes.get(piece);
        kept.writeBytes(piece);
    }

    Completed completed(NodeName node, Command command, ExitStatus status) {
        return new Completed(node, command, status, out.toByteArray(), err.toByteArray());
    }

    /** The last line that is not blank, of the errors if there is one. */
    Optional<String> lastLine() {
        return Stream.of(err, out)
                .flatMap(stream -> stream
                        .toString(StandardCharsets.UTF_8)
                        .lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .reduce((_, last) -> last)
                        .stream())
                .findFirst();
    }
}
