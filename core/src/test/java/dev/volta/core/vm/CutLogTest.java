package dev.volta.core.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutLogTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void aLog() {
        file = folder.resolve("serial.log");
    }

    @Test
    void keepsItsEndInAnotherFileWhileItsWriterGoesOn() throws Exception {
        var log = new CutLog(file);
        assertThat(log.isLong()).isFalse();
        log.begin();
        try (var writer = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            writer.write(new byte[(int) CutLog.MOST]);
            assertThat(log.isLong()).isFalse();
            writer.write("the end\n".getBytes(UTF_8));
            assertThat(log.isLong()).isTrue();
            log.cut();
            assertThat(log.isLong()).isFalse();
            assertThat(file).isEmptyFile();
            assertThat(Files.size(log.earlier())).isEqualTo(CutLog.MOST);
            for (var part : List.of(file, log.earlier())) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                        .as("%s", part)
                        .isEqualTo("rw-------");
            }
            assertThat(LogTail.of(file, "console")).endsWith("\n    the end");
            writer.write("later\n".getBytes(UTF_8));
        }
        assertThat(file).hasContent("later\n");
        assertThat(LogTail.of(file, "console")).endsWith("\n    the end\n    later");
        log.remove();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void isEmptiedWhereNoCopyCanBeMade() throws Exception {
        Files.writeString(file, "text");
        Files.createDirectories(folder.resolve("serial.log.1/in the way"));
        var log = new CutLog(file);
        assertThatThrownBy(log::cut).isInstanceOf(IOException.class);
        assertThat(file).isEmptyFile();
        assertThat(folder.resolve("serial.log.new")).doesNotExist();
    }
}
