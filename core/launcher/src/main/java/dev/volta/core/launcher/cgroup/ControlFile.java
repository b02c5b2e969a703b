package dev.volta.core.launcher.cgroup;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Files of the kernel that are read and written at once. */
final class ControlFile {
    private ControlFile() {}

    static String read(File file) throws IOException {
        try (var in = new FileInputStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    static void write(File file, String value) throws IOException {
        try (var out = new FileOutputStream(file)) {
            out.write(value.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // The words of a failed write do not name the file.
            throw new IOException("cannot write " + value + " to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Whether {@code word} is one of the words that {@code separator} separates. */
    static boolean hasWord(String words, char separator, String word) {
        var start = 0;
        while (start <= words.length()) {
            var end = words.indexOf(separator, start);
            end = end < 0 ? words.length() : end;
            if (words.substring(start, end).strip().equals(word)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }
}
