package dev.volta.hashing.node.journal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/**
 * One JSON object per line: {@code at} (UTC), {@code event} (the record's name), and the fields of the record. It is for
 * people and tests: nothing is recovered from it. A line that a killed process left unfinished is ended before the next one.
 */
public final class EventLog implements AutoCloseable {
    private final FileChannel channel;
    private final Clock clock;
    private long size;

    EventLog(Disk disk, Path file, Clock clock) throws IOException {
        this.channel = disk.open(file);
        this.clock = clock;
        this.size = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        if (size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n') {
            write(ByteBuffer.wrap(new byte[] {'\n'}));
        }
    }

    public void append(Event event) throws IOException {
        StringBuilder line = new StringBuilder("{\"at\":");
        quote(line, clock.instant().toString());
        line.append(",\"event\":");
        quote(line, event.getClass().getSimpleName());
        for (RecordComponent field : event.getClass().getRecordComponents()) {
            line.append(",\"").append(field.getName()).append("\":");
            Object value = value(event, field);
            if (value instanceof Number) {
                line.append(value);
            } else {
                quote(line, value.toString());
            }
        }
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(line.append("}\n").toString());
        write(bytes);
    }

    /** A write that fails in the middle, as on a full disk, is taken back. */
    private void write(ByteBuffer bytes) throws IOException {
        long at = size;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
            size = at;
        } catch (IOException e) {
            channel.truncate(size);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static Object value(Event event, RecordComponent field) {
        try {
            return field.getAccessor().invoke(event);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("accessors of public records can be called and do not throw", e);
        }
    }

    private static void quote(StringBuilder line, String text) {
        line.append('"');
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                line.append('\\').append((char) c);
            } else if (c < 0x20) {
                line.append("\\u%04x".formatted(c));
            } else {
                line.append((char) c);
            }
        });
        line.append('"');
    }
}
