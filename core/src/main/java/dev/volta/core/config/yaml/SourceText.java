package dev.volta.core.config.yaml;

import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.wire.FileLikeItsFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The text of a configuration file.
 *
 * @param file as messages call it
 * @param text without byte order mark, with no control characters but tab, line feed and carriage return
 */
public record SourceText(String file, String text) {
    /** Nobody writes a megabyte of configuration by hand; a parser need not be fed one. */
    static final int MAX_BYTES = 1 << 20;

    /**
     * Reads {@code path}; what is wrong with the file goes to {@code problems}. It decides what runs with this user's rights, so
     * one that others could have written is not read.
     */
    public static Optional<SourceText> read(Path path, List<Problem> problems) {
        try {
            var objection = FileLikeItsFolder.objection(path).filter(_ -> !Files.isDirectory(path));
            if (objection.isPresent()) {
                problems.add(Problem.suggested(
                        new Origin.InFile(path.toString(), 1, 1),
                        "",
                        "the file is not used: " + objection.get(),
                        FileLikeItsFolder.remedy(path)));
                return Optional.empty();
            }
        } catch (IOException _) {
            // told when it is opened
        }
        try (var in = Files.newInputStream(path)) {
            return decode(path.toString(), in.readNBytes(MAX_BYTES + 1), problems);
        } catch (NoSuchFileException _) {
            problems.add(
                    Problem.suggested(new Origin.InFile(path.toString(), 1, 1), "", "no such file", "check the path"));
        } catch (IOException e) {
            problems.add(Problem.expected(
                    new Origin.InFile(path.toString(), 1, 1),
                    "",
                    "cannot be read (" + e.getClass().getSimpleName() + ": " + e.getMessage() + ")",
                    "a readable file"));
        }
        return Optional.empty();
    }

    static Optional<SourceText> decode(String file, byte[] bytes, List<Problem> problems) {
        if (bytes.length > MAX_BYTES) {
            problems.add(Problem.expected(
                    new Origin.InFile(file, 1, 1), "", "is larger than 1 MiB", "a configuration written by hand"));
            return Optional.empty();
        }
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        var result = decoder.decode(in, out, true);
        var text = out.flip().toString();
        if (result.isError()) {
            var wrong = "byte 0x%02x is not UTF-8".formatted(bytes[in.position()]);
            problems.add(Problem.suggested(end(file, text), "", wrong, "save the file as UTF-8"));
            return Optional.empty();
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c) && "\t\n\r\u0085".indexOf(c) < 0) {
                var wrong = "a control character U+%04X".formatted((int) c);
                problems.add(Problem.suggested(end(file, text.substring(0, i)), "", wrong, "remove it"));
                return Optional.empty();
            }
        }
        return Optional.of(new SourceText(file, text.startsWith("\ufeff") ? text.substring(1) : text));
    }

    /** The place behind the last character of {@code before}. */
    private static Origin end(String file, String before) {
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        return new Origin.InFile(file, line, before.length() - before.lastIndexOf('\n'));
    }
}
