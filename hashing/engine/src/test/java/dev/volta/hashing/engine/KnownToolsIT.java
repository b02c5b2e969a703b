package dev.volta.hashing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares digests with the programs that users would compare them with, where those are installed. */
class KnownToolsIT {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "SHA256, sha256sum",
        "SHA512, sha512sum",
        "SHA1, sha1sum",
        "MD5, md5sum",
        "SHA256, openssl dgst -r -sha256",
        "SHA512, openssl dgst -r -sha512",
        "BLAKE3, b3sum",
        "XXH3, xxhsum -H3",
        "CRC32C, rhash --crc32c --simple",
    })
    void agreesWith(Algorithm algorithm, String command) throws Exception {
        var program = command.split(" ", 2)[0];
        var installed = new ProcessBuilder("sh", "-c", "command -v " + program + " >/dev/null")
                        .start()
                        .waitFor()
                == 0;
        if (!installed) {
            System.out.println("skipped: " + algorithm + " against " + program + ", which is not installed");
        }
        Assumptions.assumeTrue(installed, program + " is not installed");
        try (var hasher = new FileHasher(algorithm)) {
            for (var size : new int[] {0, 1, 3, 63, 64, 240, 241, 1024, 1025, 16_384, 262_144, 262_145, 1_000_003}) {
                var content = new byte[size];
                new Random(size).nextBytes(content);
                var file = Files.write(folder.resolve("f"), content);
                var outcome = hasher.hash(RawPath.parse(file.toString()), n -> {});
                assertThat(outcome)
                        .isInstanceOfSatisfying(
                                FileOutcome.Hashed.class,
                                hashed -> assertThat(HexFormat.of().formatHex(hashed.digest()))
                                        .as("%s of %d bytes", algorithm, size)
                                        .isEqualTo(digestBy(command, file, 2 * algorithm.digestLength())));
            }
        }
    }

    /** The first run of as many hexadecimal digits as the digest has; xxhsum puts a prefix before it. */
    private static String digestBy(String command, Path file, int digits) {
        try {
            var process = new ProcessBuilder("sh", "-c", command + " " + file).start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            var found = java.util.regex.Pattern.compile("(?<![0-9a-f])[0-9a-f]{" + digits + "}(?![0-9a-f])")
                    .matcher(text);
            assertThat(found.find()).as(text).isTrue();
            return found.group();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
