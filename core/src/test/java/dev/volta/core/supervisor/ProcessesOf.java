package dev.volta.core.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Processes that run with a certain word among their arguments; a zombie has none. */
record ProcessesOf(String word) {
    List<Long> pids() throws IOException {
        var found = new ArrayList<Long>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                try {
                    var words = Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
                    if (List.of(words.split("\0", -1)).contains(word)) {
                        found.add(Long.parseLong(process.getFileName().toString()));
                    }
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        }
        return found;
    }

    int count() throws IOException {
        return pids().size();
    }
}
