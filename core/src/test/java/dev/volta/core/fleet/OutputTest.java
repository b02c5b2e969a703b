package dev.volta.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final LiveOutput live = new LiveOutput(out, err);

    @Test
    void putsTheNameBeforeEachLine() {
        try (var vm1 = live.of(new NodeName("vm1"));
                var vm2 = live.of(new NodeName("vm2"))) {
            vm1.stdout(bytes("one\ntw"));
            vm2.stdout(bytes("other\n\n"));
            vm2.stderr(bytes("oh"));
            vm1.stdout(bytes("o\nend"));
        }
        assertThat(text(out)).isEqualTo("vm1: one\nvm2: other\nvm2: \nvm1: two\nvm1: end\n");
        assertThat(text(err)).isEqualTo("vm2: oh\n");
    }

    @Test
    void passesBytesThatAreNoText() {
        var all = new byte[256];
        for (var i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (var vm1 = live.of(new NodeName("vm1"))) {
            vm1.stdout(ByteBuffer.wrap(all));
        }
        var expected = new ByteArrayOutputStream();
        expected.writeBytes("vm1: ".getBytes(StandardCharsets.UTF_8));
        expected.write(all, 0, 11);
        expected.writeBytes("vm1: ".getBytes(StandardCharsets.UTF_8));
        expected.write(all, 11, 245);
        expected.write('\n');
        assertThat(out.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void cutsALineThatDoesNotEnd() {
        try (var vm1 = live.of(new NodeName("vm1"))) {
            vm1.stdout(bytes("x".repeat(LiveOutput.LONGEST + 10) + "\nnext\n"));
        }
        assertThat(text(out))
                .isEqualTo("vm1: " + "x".repeat(LiveOutput.LONGEST) + "\nvm1+: " + "x".repeat(10) + "\nvm1: next\n");
    }

    @Test
    void doesNotTearLinesOfSeveralNodesApart() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        for (var name : List.of("a", "b", "c", "d")) {
            threads.add(Thread.ofVirtual().start(() -> {
                try (var lines = live.of(new NodeName(name))) {
                    for (var i = 0; i < 500; i++) {
                        lines.stdout(bytes(name.repeat(20)));
                        lines.stdout(bytes(name.repeat(20) + "\n" + name));
                        lines.stdout(bytes("\n"));
                    }
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(text(out).lines().toList()).hasSize(4000).allMatch(line -> line.matches("([a-d]): (\\1{40}|\\1)"));
    }

    @Test
    void foldsIdenticalOutput() throws Exception {
        var names = List.of(new NodeName("vm1"), new NodeName("vm2"), new NodeName("vm3"), new NodeName("vm4"));
        try (var folded = new FoldedOutput()) {
            add(folded, "vm3", "same\n", "");
            add(folded, "vm2", "other", "warned\n");
            add(folded, "vm4", "", "");
            add(folded, "vm1", "same\n", "");
            folded.writeTo(out, err, names);
        }
        assertThat(text(out)).isEqualTo("""
                ---------------
                vm[1,3] (2)
                ---------------
                same
                ---------------
                vm2
                ---------------
                other
                """);
        assertThat(text(err)).isEqualTo("---------------\nvm2\n---------------\nwarned\n");
    }

    @Test
    void tellsApartWhatDiffersOnlyBehindTheLimit() throws Exception {
        var names = List.of(new NodeName("vm1"), new NodeName("vm2"));
        try (var folded = new FoldedOutput()) {
            for (var node : names) {
                var printed = new NodeOutput();
                var piece = new byte[1 << 20];
                Arrays.fill(piece, (byte) 'x');
                for (var i = 0; i < (KeptOutput.LIMIT >> 20); i++) {
                    printed.stdout(ByteBuffer.wrap(piece));
                }
                printed.stdout(bytes(node.value()));
                folded.add(node, printed);
            }
            folded.writeTo(out, OutputStream.nullOutputStream(), names);
        }
        assertThat(out.size()).isGreaterThan(2 * KeptOutput.LIMIT);
        var tail = text(out).substring(out.size() - 60);
        assertThat(tail).endsWith("x\n[volta: 3 more bytes are not shown]\n");
    }

    @Test
    void leavesNoTemporaryFileBehind() throws Exception {
        var before = spills();
        try (var printed = new NodeOutput()) {
            printed.stdout(ByteBuffer.wrap(new byte[KeptOutput.IN_MEMORY + 1]));
            assertThat(spills()).hasSize(before.size() + 1);
        }
        assertThat(spills()).hasSameSizeAs(before);
    }

    private static List<Path> spills() throws java.io.IOException {
        try (var files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("volta-output-"))
                    .toList();
        }
    }

    private static void add(FoldedOutput folded, String node, String out, String err) {
        var printed = new NodeOutput();
        printed.stdout(bytes(out));
        printed.stderr(bytes(err));
        folded.add(new NodeName(node), printed);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
