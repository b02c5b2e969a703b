package dev.volta.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images by the launcher, with the real mirror and the real QEMU. */
@Timeout(900)
class ImageIT {
    private static final Path VOLTA = Path.of("../volta").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @BeforeEach
    void rootMakesImages() {
        assumeTrue("root".equals(System.getProperty("user.name")), "skipped: root makes images");
    }

    @Test
    void madeTwiceIsEqualAndRunsJava() throws Exception {
        var needed = Ran.bash(folder, "command -v mmdebstrap && command -v cpio && command -v qemu-system-x86_64");
        assumeTrue(needed.code() == 0, "skipped: mmdebstrap, cpio or qemu-system-x86 is not installed");

        var first = json("one", "--prove");
        assertThat(first.get("cached").asBoolean()).isFalse();
        assertThat(first.at("/proof/java/0").asText()).startsWith("openjdk version \"25.");
        assertThat(first.at("/proof/ending").asText()).isEqualTo("GUEST");
        assertThat(json("one").get("cached").asBoolean()).isTrue();
        assertThat(json("two").get("sha256")).isEqualTo(first.get("sha256"));

        var rootfs = first.get("folder").asText() + "/rootfs.img";
        var taken = json("three", "--from " + rootfs);
        assertThat(taken.get("sha256")).isEqualTo(first.get("sha256"));
        var other = build("three", "--arch riscv64 --from " + rootfs);
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err())
                .isEqualTo("volta: the image cannot be made: " + rootfs
                        + " is for amd64, as its /bin/dash shows, not for riscv64\n");
        try (var left = Files.list(folder.resolve("three/volta/images"))) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void saysInOneLineWhatIsWrong() throws Exception {
        assertThat(build("cache", "--from /nope").err()).isEqualTo("volta: /nope does not exist\n");
        assertThat(build("cache", "--arch amd64 --from /etc/passwd").err())
                .isEqualTo(
                        "volta: the image cannot be made: /etc/passwd is no ext4 file system (raw, without a partition"
                                + " table)\n");
        Ran.bash(folder, "mkdir bin && ln -s /usr/bin/* /bin/* bin 2>/dev/null; rm -f bin/mmdebstrap");
        var missing = Ran.bash(
                folder,
                "PATH=" + folder.resolve("bin") + " VOLTA_JAVA_HOME=" + System.getProperty("java.home") + " " + VOLTA
                        + " image build --arch amd64");
        Ran.bash(folder, "rm -r bin");
        assertThat(missing.err()).isEqualTo("volta: mmdebstrap is not installed; install the package mmdebstrap\n");
        assertThat(missing.code()).isEqualTo(1);
    }

    private JsonNode json(String cache, String... options) throws Exception {
        var built = build(cache, "--arch amd64 --output json " + String.join(" ", options));
        assertThat(built.code()).as(built.err()).isZero();
        return JsonMapper.builder().build().readTree(built.out());
    }

    private Ran build(String cache, String options) throws Exception {
        return Ran.bash(folder, "XDG_CACHE_HOME=" + folder.resolve(cache) + " " + VOLTA + " image build " + options);
    }
}
