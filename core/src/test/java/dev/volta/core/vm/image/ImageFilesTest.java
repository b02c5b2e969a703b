package dev.volta.core.vm.image;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.vm.VmException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFilesTest {
    private static final String ADVICE = "; make the image anew: volta image build with --force";

    @TempDir
    private Path folder;

    private ImageFiles files;

    @BeforeEach
    void make() throws IOException {
        files = new ImageFiles(folder);
        Files.writeString(folder.resolve("kernel"), "a");
        Files.writeString(folder.resolve("rootfs.img"), "b");
        Files.writeString(folder.resolve("SHA256SUMS"), """
                ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb  kernel
                3e23e8160039594a33894f6564e1b1348bbd7a0088d42c4acb73eeaed59c009d  rootfs.img
                """);
        files.stamp();
    }

    @Test
    void believesWhatWasMade() {
        assertThatCode(files::requireUnchanged).doesNotThrowAnyException();
        assertThatCode(files::requireIntact).doesNotThrowAnyException();
    }

    @Test
    void seesAnotherSizeWithoutReading() throws IOException {
        Files.writeString(folder.resolve("rootfs.img"), "bb");
        assertThatThrownBy(files::requireUnchanged)
                .isInstanceOf(VmException.class)
                .hasMessage(folder + "/rootfs.img has been changed since it was made" + ADVICE);
    }

    @Test
    void seesAnotherTimeWithoutReading() throws IOException {
        Files.setLastModifiedTime(folder.resolve("kernel"), FileTime.fromMillis(1));
        assertThatThrownBy(files::requireUnchanged)
                .hasMessage(folder + "/kernel has been changed since it was made" + ADVICE);
        assertThatCode(files::requireIntact).doesNotThrowAnyException();
    }

    @Test
    void seesRotByReading() throws IOException {
        var time = Files.getLastModifiedTime(folder.resolve("kernel"));
        Files.writeString(folder.resolve("kernel"), "x");
        Files.setLastModifiedTime(folder.resolve("kernel"), time);
        assertThatCode(files::requireUnchanged).doesNotThrowAnyException();
        assertThatThrownBy(files::requireIntact).hasMessage(folder + "/kernel is not what SHA256SUMS says" + ADVICE);
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        Files.delete(folder.resolve("kernel"));
        assertThatThrownBy(files::requireUnchanged).hasMessage(folder + "/kernel is missing" + ADVICE);
        assertThatThrownBy(files::requireIntact).hasMessage(folder + "/kernel is missing" + ADVICE);
        Files.delete(folder.resolve("stamp"));
        assertThatThrownBy(files::requireUnchanged).hasMessage(folder + "/stamp is missing" + ADVICE);
    }

    @Test
    void doesNotBelieveAStampOrSumsThatACrashHasCut() throws IOException {
        for (var name : List.of("stamp", "SHA256SUMS")) {
            var file = folder.resolve(name);
            var whole = Files.readAllBytes(file);
            for (var length = 0; length < whole.length - 1; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                assertThatThrownBy(files::requireUnchanged)
                        .as("%s cut after %d", name, length)
                        .isInstanceOf(VmException.class);
                Files.write(file, Arrays.copyOf(Arrays.copyOf(whole, length), whole.length));
                assertThatThrownBy(files::requireUnchanged)
                        .as("%s with zeros after %d", name, length)
                        .isInstanceOf(VmException.class);
            }
            Files.write(file, whole);
        }
        assertThatCode(files::requireUnchanged).doesNotThrowAnyException();
    }
}
