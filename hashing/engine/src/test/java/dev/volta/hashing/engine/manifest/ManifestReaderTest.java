package dev.volta.hashing.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.RawPath;
import dev.volta.hashing.engine.TreeWalk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
    private static final String MD5 = "900150983cd24fb0d6963f7d28e17f72";
    private static final String SHA256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void readsTextAndBinaryMarks() {
        assertThat(read(MD5 + "  a b\n" + MD5 + " *c\n")).containsExactly("1 md5 [a b]", "2 md5 [c]");
    }

    @Test
    void readsEscapedNames() {
        assertThat(read("\\" + MD5 + "  a\\nb\\\\c\\rd\n" + MD5 + "  a\\nb\n"))
                .containsExactly("1 md5 [a\nb\\c\rd]", "2 md5 [a\\nb]");
    }

    @Test
    void readsTheBsdForm() {
        assertThat(read("MD5 (a (b) = c) = " + MD5 + "\nSHA256 (x) = " + SHA256 + "\n\\MD5 (a\\nb) = " + MD5 + "\n"))
                .containsExactly("1 md5 [a (b) = c]", "2 sha256 [x]", "3 md5 [a\nb]");
    }

    @Test
    void readsOneBlankIfTheFirstLineHasIt() {
        assertThat(read(MD5 + " a\n" + MD5 + "  b\n")).containsExactly("1 md5 [a]", "2 md5 [ b]");
        assertThat(read(MD5 + "  a\n" + MD5 + " b\n")).containsExactly("1 md5 [a]", "2 malformed");
    }

    @Test
    void passesOverCommentsAndEmptyLinesButCountsThem() {
        assertThat(read("# comment\n\n\r\n" + MD5 + "  a\r\n")).containsExactly("4 md5 [a]");
    }

    @Test
    void readsALastLineWithoutNewline() {
        assertThat(read(MD5 + "  a")).containsExactly("1 md5 [a]");
        assertThat(read("")).isEmpty();
    }

    @Test
    void tellsMalformedLines() {
        for (var line : List.of(
                "x",
                MD5,
                MD5 + " ",
                MD5.substring(1) + "  a",
                "g" + MD5.substring(1) + "  a",
                MD5 + "0  a",
                "\\" + MD5 + "  a\\x",
                "\\" + MD5 + "  a\\",
                MD5 + "  a\0b",
                "MD5 (a = " + MD5,
                "MD5 (a) " + MD5,
                "MD5 (a) = " + MD5 + "0",
                "MD5 a) = " + MD5,
                "MD5",
                "\\",
                "SHA256 (a) = " + MD5)) {
            assertThat(read(line + "\n")).as(line).containsExactly("1 malformed");
        }
    }

    @Test
    void letsTheFirstLineDecideTheAlgorithmOfUntaggedLines() {
        assertThat(read(SHA256 + "  a\n" + MD5 + "  b\nMD5 (c) = " + MD5 + "\n"))
                .containsExactly("1 sha256 [a]", "2 malformed", "3 md5 [c]");
    }

    @Test
    void takesOnlyTheAlgorithmThatIsAskedFor() {
        assertThat(read(SHA256 + "  a\nBLAKE3 (b) = " + SHA256 + "\nSHA256 (c) = " + SHA256 + "\n", Algorithm.BLAKE3))
                .containsExactly("1 blake3 [a]", "2 blake3 [b]", "3 malformed");
    }

    @Test
    void readsXxh3OnlyWhereItIsNamed() {
        var hash = "2d06800538d394c2";
        assertThat(read("XXH3 (a) = " + hash + "\nXXH3_" + hash + "  b\n\\XXH3_" + hash + "  c\\nd\n" + MD5 + "  e\n"))
                .containsExactly("1 xxh3 [a]?", "2 xxh3 [b]?", "3 xxh3 [c\nd]?", "4 md5 [e]");
        assertThat(read(hash + "  xxh64\n")).containsExactly("1 malformed");
        assertThat(read(hash + "  a\nXXH3_" + hash + "  b\n", Algorithm.XXH3))
                .containsExactly("1 xxh3 [a]?", "2 xxh3 [b]?");
        assertThat(read("XXH3_" + hash + "  b\nXXH3_" + hash + "\nXXH3_\n", Algorithm.MD5))
                .containsExactly("1 malformed", "2 malformed", "3 malformed");
    }

    @Test
    void refusesALineWithoutEndButReadsOn() {
        var longest = 2 * TreeWalk.LONGEST_PATH + 1024 - (MD5 + "  ").length();
        assertThat(read(MD5 + "  " + "a".repeat(longest + 1) + "\n" + MD5 + "  b\n"))
                .containsExactly("1 malformed", "2 md5 [b]");
        for (var length : new int[] {longest - 1, longest}) {
            assertThat(read(MD5 + "  " + "a".repeat(length) + "\n" + MD5 + "  b\n"))
                    .last()
                    .isEqualTo("2 md5 [b]");
            assertThat(read(MD5 + "  " + "a".repeat(length) + "\n").getFirst().startsWith("1 md5 [aaa"))
                    .isTrue();
        }
    }

    @Test
    void readsTheLongestPathOfAWalkHoweverMuchOfItIsEscaped() throws IOException {
        var name = new byte[TreeWalk.LONGEST_PATH];
        Arrays.fill(name, (byte) '\n');
        var out = new ByteArrayOutputStream();
        var path = RawPath.of(name);
        new ManifestFormat(true, false, false).write(out, Algorithm.SHA512, new byte[64], path);
        try (var reader = new ManifestReader(new ByteArrayInputStream(out.toByteArray()), null)) {
            assertThat(reader.next() instanceof ManifestLine.Listed listed
                            && listed.path().equals(path))
                    .isTrue();
        }
    }

    @Test
    void readsBackWhatTheFormatWrites() throws IOException {
        var seed = System.nanoTime();
        System.out.println("ManifestReaderTest seed " + seed);
        var random = new Random(seed);
        for (var tagged : new boolean[] {false, true}) {
            var out = new ByteArrayOutputStream();
            var expected = new ArrayList<String>();
            for (var i = 1; i <= 3000; i++) {
                var name = new byte[1 + random.nextInt(6)];
                for (var at = 0; at < name.length; at++) {
                    var pool = new byte[] {'\n', '\r', '\\', 'n', ' ', '*', ')', '=', (byte) 0xff, '#'};
                    name[at] = pool[random.nextInt(pool.length)];
                }
                var path = RawPath.of(name);
                new ManifestFormat(tagged, false, false)
                        .write(out, Algorithm.MD5, HexFormat.of().parseHex(MD5), path);
                expected.add(i + " md5 [" + path.text() + "]");
            }
            assertThat(read(out.toByteArray(), null)).containsExactlyElementsOf(expected);
        }
    }

    private static List<String> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8), null);
    }

    private static List<String> read(String text, Algorithm algorithm) {
        return read(text.getBytes(StandardCharsets.UTF_8), algorithm);
    }

    private static List<String> read(byte[] bytes, @Nullable Algorithm algorithm) {
        var lines = new ArrayList<String>();
        try (var reader = new ManifestReader(new ByteArrayInputStream(bytes), algorithm)) {
            for (var line = reader.next(); line != null; line = reader.next()) {
                lines.add(
                        switch (line) {
                            case ManifestLine.Listed(long number, var found, var digest, var path) ->
                                number + " " + found.id() + " [" + path.text() + "]"
                                        + (List.of(MD5, SHA256)
                                                        .contains(HexFormat.of().formatHex(digest))
                                                ? ""
                                                : "?");
                            case ManifestLine.Malformed(long number) -> number + " malformed";
                        });
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return lines;
    }
}
