package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentMarkTest {
    private static final int SIZE = 300_000;

    @TempDir
    private Path folder;

    @Test
    void staysTheSameForAFileThatDoes() throws IOException {
        var file = file(new byte[SIZE]);
        assertThat(ContentMark.of(file)).matches("[0-9a-f]{32}").isEqualTo(ContentMark.of(file));
    }

    @Test
    void differsWithSizeTimeBeginningAndEnd() throws IOException {
        var marks = new HashSet<String>();
        marks.add(ContentMark.of(file(new byte[SIZE])));
        marks.add(ContentMark.of(file(new byte[SIZE + 1])));
        marks.add(ContentMark.of(file(new byte[0])));
        for (var place : List.of(0, SIZE - 1)) {
            var changed = new byte[SIZE];
            changed[place] = 1;
            marks.add(ContentMark.of(file(changed)));
        }
        var later = file(new byte[SIZE]);
        Files.setLastModifiedTime(later, FileTime.fromMillis(2_000));
        marks.add(ContentMark.of(later));
        assertThat(marks).hasSize(6);
    }

    private Path file(byte[] content) throws IOException {
        var file = Files.write(folder.resolve("file"), content);
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    }
}
