package dev.volta.hashing.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RawPathTest {
    @Test
    void showsBytesThatAreNotUtf8AsLoneLowSurrogates() {
        assertThat(raw('a', 0xff, 0xc3, 0xa9, 0xe2, 0x82, 'b').text()).isEqualTo("a\udcff\u00e9\udce2\udc82b");
    }

    @Test
    void refusesOverlongAndSurrogateSequencesAsUtf8() {
        assertThat(raw(0xc0, 0xaf).text()).isEqualTo("\udcc0\udcaf");
        assertThat(raw(0xed, 0xa0, 0x80).text()).isEqualTo("\udced\udca0\udc80");
    }

    @Test
    void givesTheSameBytesBackForAnyName() {
        var seed = System.nanoTime();
        System.out.println("RawPathTest seed " + seed);
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++) {
            var bytes = new byte[random.nextInt(12)];
            for (var i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (1 + random.nextInt(255));
            }
            assertThat(RawPath.parse(RawPath.of(bytes).text()).bytes()).isEqualTo(bytes);
        }
    }

    @Test
    void readsCharactersOutsideTheBasicPlane() {
        assertThat(RawPath.parse("\ud83d\ude00").bytes()).isEqualTo("😀".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesTextThatStandsForNoBytes() {
        assertThatThrownBy(() -> RawPath.parse("a\ud800"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("U+D800 at index 1 stands for no byte");
        assertThatThrownBy(() -> RawPath.parse("\udc7f")).hasMessageContaining("U+DC7F");
        assertThatThrownBy(() -> RawPath.parse("a\0b")).hasMessage("a file name has no zero byte");
    }

    @Test
    void joinsWithExactlyOneSlash() {
        assertThat(RawPath.parse("a").resolve(new byte[] {'b'})).isEqualTo(RawPath.parse("a/b"));
        assertThat(RawPath.parse("a/").resolve(new byte[] {'b'})).isEqualTo(RawPath.parse("a/b"));
        assertThat(RawPath.parse("/").resolve(new byte[] {'b'})).isEqualTo(RawPath.parse("/b"));
    }

    @Test
    void ordersComponentByComponentByUnsignedBytes() {
        var sorted = List.of(
                RawPath.parse("a"),
                RawPath.parse("a/"),
                RawPath.parse("a/b"),
                RawPath.parse("a/b/c"),
                RawPath.parse("a/b.c"),
                RawPath.parse("a.txt"),
                RawPath.parse("a0"),
                RawPath.parse("é"),
                RawPath.parse("\udcff"));
        var shuffled = new ArrayList<>(sorted);
        Collections.shuffle(shuffled, new Random(7));
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(sorted);
    }

    @Test
    void knowsWhatLiesBelowADirectory() {
        assertThat(RawPath.parse("a").contains(RawPath.parse("a/b"))).isTrue();
        assertThat(RawPath.parse("a/").contains(RawPath.parse("a/b"))).isTrue();
        assertThat(RawPath.parse("a").contains(RawPath.parse("a.b"))).isFalse();
        assertThat(RawPath.parse("a").contains(RawPath.parse("a"))).isFalse();
        assertThat(RawPath.parse("a").contains(RawPath.parse("b/a"))).isFalse();
    }

    @Test
    void hidesWhatATerminalWouldObey() {
        assertThat(RawPath.parse("a\u001b[2J\n\udcff\u009b\u202eé").printable())
                .isEqualTo("a\\x1b[2J\\x0a\\xff\\u{9b}\\u{202e}é");
    }

    private static RawPath raw(int... values) {
        var bytes = new byte[values.length];
        for (var i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return RawPath.of(bytes);
    }
}
