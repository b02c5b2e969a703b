package dev.volta.core.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VmImageTest {
    @TempDir
    private Path folder;

    private VmImage image(GuestArchitecture architecture, int at, String magic) throws Exception {
        var kernel = new byte[0x300];
        var bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, kernel, at, bytes.length);
        Files.write(folder.resolve("kernel"), kernel);
        Files.write(folder.resolve("initrd"), new byte[1]);
        Files.write(folder.resolve("rootfs.img"), new byte[1]);
        return new VmImage(architecture, folder);
    }

    @Test
    void knowsKernelsOfItsArchitecture() throws Exception {
        assertThat(image(GuestArchitecture.riscv64, 0x38, "RSC\5").refusal()).isEmpty();
        assertThat(image(GuestArchitecture.amd64, 0x202, "HdrS").refusal()).isEmpty();
        assertThat(image(GuestArchitecture.amd64, 0, "\u007fELF" + "\0".repeat(14) + "\76")
                        .refusal())
                .isEmpty();
    }

    @Test
    void refusesKernelsOfTheOther() throws Exception {
        assertThat(image(GuestArchitecture.riscv64, 0x202, "HdrS").refusal())
                .contains("the image " + folder + " is for amd64, as its kernel shows, not for riscv64");
        assertThat(image(GuestArchitecture.amd64, 0x38, "RSC\5").refusal())
                .contains("the image " + folder + " is for riscv64, as its kernel shows, not for amd64");
        assertThat(image(GuestArchitecture.riscv64, 0, "\u007fELF" + "\0".repeat(14) + "\76")
                        .refusal())
                .isPresent();
    }

    @Test
    void letsKernelsOfUnknownFormatsBeTried() throws Exception {
        assertThat(image(GuestArchitecture.riscv64, 0, "\37\213").refusal()).isEmpty();
    }

    @Test
    void saysWhichFileIsNotThere() throws Exception {
        var image = image(GuestArchitecture.amd64, 0x202, "HdrS");
        Files.delete(image.initrd());
        assertThat(image.refusal())
                .contains("the image lacks " + folder + "/initrd; correct 'image', or make one with volta image build");
    }
}
