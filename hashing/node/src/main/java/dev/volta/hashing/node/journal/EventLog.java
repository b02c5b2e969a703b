package dev.volta.hashing.node.journal;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;

/** One JSON object per line: {@code at} (UTC), {@code event} (the record's name), and the fields of the record. */
public final class EventLog implements AutoCloseable {
    private final FileChannel channel;
    private final Clock clock;

    public EventLog(Path file, Clock clock) throws IOException {
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.clock = clock;
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
        while (bytes.hasRemaining()) {
            channel.write(bytes);
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
