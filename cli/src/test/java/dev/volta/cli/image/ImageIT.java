package dev.volta.cli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
        require("mmdebstrap", "cpio", "zstd", "x86_64-linux-gnu-gcc", "qemu-system-x86_64");

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
    void guestsOfRiscVRunJavaAndTalk() throws Exception {
        require("mmdebstrap", "cpio", "riscv64-linux-gnu-gcc", "qemu-system-riscv64");

        var none = run("verify");
        assertThat(none.err())
                .isEqualTo("volta: there is no image of a worker for riscv64; build it: volta image build --arch"
                        + " riscv64 --role worker\n");
        var built = build("cache", "--arch riscv64 --output json --prove");
        assertThat(built.code()).as(built.err()).isZero();
        var image = JsonMapper.builder().build().readTree(built.out());
        assertThat(image.at("/proof/java/0").asText()).startsWith("openjdk version \"25.");
        assertThat(image.at("/proof/ending").asText()).isEqualTo("GUEST");
        var place = Path.of(image.get("folder").asText());
        assertThat(run("verify").out())
                .isEqualTo(place + "\nsha256 " + image.get("sha256").asText() + "\n");

        talk(place);

        Files.writeString(place.resolve("initrd"), "x", StandardOpenOption.APPEND);
        var changed = "volta: " + place + "/initrd has been changed since it was made; make the image anew: volta image"
                + " build with --force\n";
        assertThat(run("verify").err()).isEqualTo(changed);
        assertThat(build("cache", "--arch riscv64").err()).isEqualTo(changed);
        assertThat(build("cache", "--arch riscv64 --force").out())
                .isEqualTo(place + "\nsha256 " + image.get("sha256").asText() + "\n");
        assertThat(run("verify").code()).isZero();
    }

    private void talk(Path image) throws Exception {
        try (var guest = RawGuest.start(image, folder)) {
            assertThat(guest.hear()).isEqualTo("HELLO 1");
            assertThat(guest.ask("PING")).isEqualTo("PONG");
            assertThat(guest.ask("WARM")).isEqualTo("WARMED");
            assertThat(guest.ask("TIME 5")).isEqualTo("FAILED TIME: the time is seconds, a dot and nine digits");
            assertThat(guest.ask("SEED =")).isEqualTo("FAILED SEED: the seed is no base64");
            assertThat(guest.ask("MACHINE-ID 1")).isEqualTo("FAILED MACHINE-ID: a machine-id is 32 hexadecimal digits");
            assertThat(guest.ask("START")).isEqualTo("FAILED START: no host key came");
            assertThat(guest.ask("DANCE now")).isEqualTo("FAILED unknown: DANCE");
            assertThat(guest.ask("SEED AQID\nPING")).isEqualTo("PONG");
            assertThat(guest.ask("POWEROFF")).isEqualTo("BYE");
            assertThat(guest.ends()).isTrue();
        }
    }

    private void require(String... programs) throws Exception {
        for (var program : programs) {
            assumeTrue(
                    Ran.bash(folder, "command -v " + program).code() == 0, "skipped: " + program + " is not installed");
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

    private Ran run(String command) throws Exception {
        return Ran.bash(folder, "XDG_CACHE_HOME=" + folder.resolve("cache") + " " + VOLTA + " image " + command);
    }
}
