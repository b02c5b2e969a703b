package dev.volta.core.supervisor;

import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.OutputSink;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What services have printed, as a text or a file. */
public final class ServiceLogs {
    /** More lines than any log has. */
    public static final int ALL = Integer.MAX_VALUE;

    /** Of one line, in characters; a service may print gigabytes without a line feed. */
    static final int LONGEST_LINE = 4 << 10;

    private static final int MOST_BYTES = 1 << 20;
    private static final String CUT = "…";

    private ServiceLogs() {}

    /**
     * The last {@code lines} lines, without white space at the end. Only so much of the log is looked at as these lines have
     * if none is longer than {@link #LONGEST_LINE}; longer ones are cut.
     */
    public static String tail(Supervisor supervisor, String service, int lines) throws InterruptedException {
        var bytes = (int) Math.min((long) lines * LONGEST_LINE, MOST_BYTES);
        var end = supervisor.logEnd(service, bytes);
        var text = new String(end.stdout(), StandardCharsets.UTF_8) + new String(end.stderr(), StandardCharsets.UTF_8);
        return lastLines(text.stripTrailing(), lines, end.stdout().length < bytes);
    }

    /** @param whole whether {@code text} begins where its first line does */
    private static String lastLines(String text, int lines, boolean whole) {
        var all = Arrays.asList(text.split("\n", -1));
        var last = all.subList(Math.max(0, all.size() - lines), all.size());
        var torn = !whole && last.size() == all.size();
        return IntStream.range(0, last.size())
                .mapToObj(i -> torn && i == 0 ? endOf(last.get(i)) : beginningOf(last.get(i)))
                .collect(Collectors.joining("\n"));
    }

    private static String beginningOf(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + CUT;
    }

    private static String endOf(String line) {
        return CUT + line.substring(Math.max(0, line.length() - LONGEST_LINE));
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
