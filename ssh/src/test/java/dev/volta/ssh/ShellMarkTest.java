package dev.volta.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellMarkTest {
    @Test
    void passesOverWhatComesBeforeTheCommandOnBothStreams() throws Exception {
        var mark = new ShellMark();
        var seen = shell(mark, "echo WELCOME; printf 'no line feed'; echo odd >&2; LINE");
        assertThat(seen).containsExactly("out\n", "err\n");
        assertThat(mark.isSeen()).isTrue();
    }

    @Test
    void passesOverMoreThanFitsIntoMemory() throws Exception {
        var mark = new ShellMark();
        assertThat(shell(mark, "head -c 20000000 /dev/zero; LINE")).containsExactly("out\n", "err\n");
    }

    @Test
    void findsItsPlaceWhereBothStreamsAreOne() throws Exception {
        var mark = new ShellMark();
        assertThat(shell(mark, "exec 2>&1; LINE").getFirst()).isEqualTo("out\nerr\n");
    }

    @Test
    void aCommandThatIsOnlyRepeatedWasNotBegun() throws Exception {
        for (var other : List.of("echo 'LINE'", "echo forced", ":")) {
            var mark = new ShellMark();
            assertThat(shell(mark, other).getFirst()).isEmpty();
            assertThat(mark.isSeen()).isFalse();
        }
    }

    @Test
    void tellsTheFirstLineThatCameInstead() throws Exception {
        var mark = new ShellMark();
        assertThat(shell(mark, "echo; echo ' This account is not available '; echo more; echo x >&2"))
                .containsExactly("", "x\n");
        assertThat(mark.instead()).contains("This account is not available");
        var silent = new ShellMark();
        assertThat(shell(silent, "echo 'what? no!' >&2")).containsExactly("", "what? no!\n");
        assertThat(silent.instead()).contains("what? no!");
        assertThat(shell(new ShellMark(), "true")).containsExactly("", "");
    }

    @Test
    void seesThatACommandRanMoreThanOnce() throws Exception {
        var once = new ShellMark();
        shell(once, "LINE");
        assertThat(once.isSeenAgain()).isFalse();
        var twice = new ShellMark();
        shell(twice, "LINE; LINE");
        assertThat(twice.isSeen()).isTrue();
        assertThat(twice.isSeenAgain()).isTrue();
        for (var piece = 1; piece < 40; piece += 3) {
            var mark = new ShellMark();
            var printed = printed(mark, "LINE; printf 'no line feed'; LINE").getFirst();
            text(mark.output(new InPieces(printed, piece)));
            assertThat(mark.isSeenAgain()).as("in pieces of %d", piece).isTrue();
        }
    }

    @Test
    void quotesOnlyTheBeginningOfALongLineThatCameInstead() throws Exception {
        var mark = new ShellMark();
        shell(mark, "echo 'sh -c LINE " + "and so on ".repeat(50) + "'");
        assertThat(mark.instead())
                .hasValueSatisfying(line -> assertThat(line)
                        .startsWith("sh -c echo volta-errors-")
                        .endsWith(" …")
                        .hasSizeLessThan(70));
        var blank = new ShellMark();
        shell(blank, "echo " + "x".repeat(500));
        assertThat(blank.instead()).contains("x".repeat(60) + " …");
    }

    @Test
    void findsItselfInPiecesOfEverySize() throws Exception {
        var mark = new ShellMark();
        var printed = printed(mark, "echo volta-output-volta-output-1; LINE");
        for (var piece = 1; piece < 40; piece++) {
            var from = new InPieces(printed.getFirst(), piece);
            assertThat(text(mark.output(from))).isEqualTo("out\n");
        }
    }

    /** Both streams behind the mark of a shell that is given {@code script}, where LINE is what is sent. */
    private static List<String> shell(ShellMark mark, String script) throws IOException, InterruptedException {
        var printed = printed(mark, script);
        return List.of(
                text(mark.output(new ByteArrayInputStream(printed.get(0)))),
                text(mark.errors(new ByteArrayInputStream(printed.get(1)))));
    }

    private static List<byte[]> printed(ShellMark mark, String script) throws IOException, InterruptedException {
        var line = mark.before("echo out; echo err >&2");
        var process = new ProcessBuilder("sh", "-c", script.replace("LINE", line)).start();
        process.getOutputStream().close();
        var errors = new byte[1][];
        var reading = Thread.ofVirtual().start(() -> {
            try (var from = process.getErrorStream()) {
                errors[0] = from.readAllBytes();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        var output = process.getInputStream().readAllBytes();
        reading.join();
        return List.of(output, errors[0]);
    }

    private static String text(InputStream from) throws IOException {
        return new String(from.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static final class InPieces extends ByteArrayInputStream {
        private final int most;

        InPieces(byte[] bytes, int most) {
            super(bytes);
            this.most = most;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            return super.read(bytes, offset, Math.min(length, most));
        }
    }
}
