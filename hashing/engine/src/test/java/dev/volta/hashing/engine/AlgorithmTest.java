package dev.volta.hashing.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AlgorithmTest {
    /** FIPS 180-4 examples, RFC 1321 A.5, RFC 3720 B.4, the vectors of xxHash and of BLAKE3. */
    @ParameterizedTest
    @CsvSource({
        "SHA256, '', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "SHA256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "SHA512, abc, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
        "SHA1, abc, a9993e364706816aba3e25717850c26c9cd0d89d",
        "MD5, abc, 900150983cd24fb0d6963f7d28e17f72",
        "MD5, '', d41d8cd98f00b204e9800998ecf8427e",
        "CRC32C, '', 00000000",
        "CRC32C, 123456789, e3069283",
        "XXH3, '', 2d06800538d394c2",
        "BLAKE3, '', af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262",
        "BLAKE3, abc, 6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85",
    })
    void givesTheDigestOfTheSpecification(Algorithm algorithm, String message, String expected) {
        var digest = algorithm.newDigest();
        digest.update(ByteBuffer.wrap(message.getBytes(StandardCharsets.US_ASCII)));
        assertThat(HexFormat.of().formatHex(digest.finish())).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameDigestHoweverTheBytesCome(Algorithm algorithm) {
        var seed = System.nanoTime();
        System.out.println("AlgorithmTest " + algorithm + " seed " + seed);
        var random = new Random(seed);
        var message = new byte[200_000];
        random.nextBytes(message);
        var digest = algorithm.newDigest();
        digest.update(ByteBuffer.wrap(message));
        var whole = digest.finish();
        assertThat(whole).hasSize(algorithm.digestLength());

        var direct = ByteBuffer.allocateDirect(message.length).put(message).flip();
        while (direct.hasRemaining()) {
            var length = Math.min(direct.remaining(), random.nextInt(40_000));
            digest.update(direct.slice(direct.position(), length));
            direct.position(direct.position() + length);
        }
        assertThat(digest.finish()).isEqualTo(whole);

        var inside = ByteBuffer.allocate(message.length + 20)
                .position(10)
                .slice()
                .put(message)
                .flip();
        digest.update(inside);
        assertThat(inside.hasRemaining()).isFalse();
        assertThat(digest.finish()).isEqualTo(whole);
    }

    @ParameterizedTest
    @EnumSource
    void startsAfreshAfterADigest(Algorithm algorithm) {
        var digest = algorithm.newDigest();
        var empty = digest.finish();
        digest.update(ByteBuffer.wrap(new byte[] {1}));
        assertThat(digest.finish()).isNotEqualTo(empty);
        assertThat(digest.finish()).isEqualTo(empty);
    }

    @Test
    void isFoundByItsExactName() {
        assertThat(Algorithm.named("sha256")).contains(Algorithm.SHA256);
        assertThat(Algorithm.named("SHA256")).isEmpty();
        for (var algorithm : Algorithm.values()) {
            assertThat(Algorithm.named(algorithm.id())).contains(algorithm);
        }
    }

    @Test
    void keepsTheCodesOfFailures() {
        assertThat(Failure.MISSING.code()).isEqualTo((byte) 1);
        assertThat(Failure.DENIED.code()).isEqualTo((byte) 2);
        assertThat(Failure.CHANGED.code()).isEqualTo((byte) 3);
        assertThat(Failure.NOT_REGULAR.code()).isEqualTo((byte) 4);
        assertThat(Failure.IO.code()).isEqualTo((byte) 5);
        assertThat(Failure.LOOP.code()).isEqualTo((byte) 6);
        for (var failure : Failure.values()) {
            assertThat(Failure.of(failure.code())).isEqualTo(failure);
        }
    }
}
