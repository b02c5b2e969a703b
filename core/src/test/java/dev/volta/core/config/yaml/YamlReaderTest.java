package dev.volta.core.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlReaderTest {
    @Test
    void knowsWhereEverythingStands() {
        var tree = (Tree.Mapping) read("# first\na: 1\nb:\n  - x\n  - {c: 'y'}\n");
        assertThat(tree.entry("a").orElseThrow().origin()).isEqualTo(at(2, 1));
        assertThat(tree.child("a")).contains(new Tree.Scalar(at(2, 4), "1"));
        var items = tree.child("b").orElseThrow().items();
        assertThat(items.get(0)).isEqualTo(new Tree.Scalar(at(4, 5), "x"));
        assertThat(items.get(1).child("c")).contains(new Tree.Scalar(at(5, 9), "y"));
    }

    @Test
    void leavesScalarsAsTheyWereWritten() {
        var tree = read("a: 010\nb: no\nc: 1_000\nd: ''\ne: 1.50\nf: \"x\"\ng: 0x10\n");
        assertThat(tree.entries().stream().map(entry -> entry.value().scalar().orElse("none")))
                .containsExactly("010", "no", "1_000", "", "1.50", "x", "0x10");
    }

    @Test
    void tellsAKeyWithoutValueFromAnEmptyText() {
        var tree = read("a:\nb: ''\nc: null\nd: ~\n");
        assertThat(tree.child("a")).contains(new Tree.Nothing(at(1, 3)));
        assertThat(tree.child("b").orElseThrow().scalar()).contains("");
        assertThat(tree.child("c").orElseThrow()).isInstanceOf(Tree.Nothing.class);
        assertThat(tree.child("d").orElseThrow()).isInstanceOf(Tree.Nothing.class);
    }

    @Test
    void takesAnEmptyFileForAnEmptyMapping() {
        assertThat(read("")).isEqualTo(new Tree.Mapping(at(1, 1), List.of()));
        assertThat(read("# nothing but a comment\n")).isEqualTo(new Tree.Mapping(at(1, 1), List.of()));
    }

    @Test
    void refusesATabInTheIndentation() {
        assertThat(problems("a:\n\tb: 1\n")).containsExactly("f.yaml:2:1: a tab; use spaces");
        assertThat(problems("a:\n  b: 1\n \tc: 1\n")).containsExactly("f.yaml:3:2: a tab; use spaces");
    }

    @Test
    void refusesAKeyGivenTwiceAndGoesOn() {
        assertThat(problems("a: 1\nb: 2\na: 3\nb: 4\n"))
                .containsExactly(
                        "f.yaml:3:1: key 'a' is given twice; keep one; the other is at f.yaml:1",
                        "f.yaml:4:1: key 'b' is given twice; keep one; the other is at f.yaml:2");
    }

    @Test
    void refusesAnAliasBombAtItsFirstAnchor() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]%n"
                    .formatted(i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1));
        }
        assertThat(problems(bomb.toString()))
                .containsExactly("f.yaml:1:5: an anchor or an alias; write the value out where it is used");
    }

    @Test
    void refusesAnchorsAndAliasesWhereverTheyStand() {
        for (var yaml : List.of("a: &x 1\n", "a: *x\n", "a: [*x]\n", "&x a: 1\n", "a: &x {b: 1}\n", "<<: *x\n")) {
            assertThat(problems(yaml)).as(yaml).hasSize(1).first().asString().contains("an anchor or an alias");
        }
    }

    @Test
    void refusesTags() {
        assertThat(problems("a: !!binary aGk=\n"))
                .containsExactly("f.yaml:1:4: a tag; remove it; Volta knows the type of each key");
    }

    @Test
    void refusesASecondDocument() {
        assertThat(problems("a: 1\n---\nb: 2\n"))
                .containsExactly("f.yaml:3:1: a second document begins; keep one document per file");
    }

    @Test
    void refusesDeepNesting() {
        assertThat(problems("[".repeat(40) + "]".repeat(40)))
                .containsExactly("f.yaml:1:33: is nested deeper than 32 levels; flatten it");
        assertThat(problems("[".repeat(100_000))).hasSize(1);
        assertThat(problems("[".repeat(32) + "]".repeat(32))).isEmpty();
    }

    @Test
    void tellsTheLineOfASyntaxError() {
        assertThat(problems("a: 1\nb: [1, 2\nc: 3\n"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("f.yaml:3:");
        assertThat(problems("a: 'open\n"))
                .hasSize(1)
                .first()
                .asString()
                .matches("(?s)f\\.yaml:\\d+:\\d+: is not YAML: .*");
        assertThat(problems("a: b: c\n"))
                .containsExactly("f.yaml:1:5: is not YAML: mapping values are not allowed here");
    }

    @Test
    void refusesWhatIsNotUtf8WithItsPlace() {
        var problems = new ArrayList<Problem>();
        assertThat(SourceText.decode("f.yaml", "a: 1\nb: \u00e9".getBytes(StandardCharsets.ISO_8859_1), problems))
                .isEmpty();
        assertThat(problems)
                .map(Problem::toString)
                .containsExactly("f.yaml:2:4: byte 0xe9 is not UTF-8; save the file as UTF-8");
    }

    @Test
    void refusesATruncatedCharacterAtTheEnd() {
        var problems = new ArrayList<Problem>();
        assertThat(SourceText.decode("f.yaml", new byte[] {'a', (byte) 0xc3}, problems))
                .isEmpty();
        assertThat(problems).hasSize(1);
    }

    @Test
    void refusesControlCharactersAndHugeFiles() {
        var problems = new ArrayList<Problem>();
        assertThat(SourceText.decode("f.yaml", "a: \u0000".getBytes(StandardCharsets.UTF_8), problems))
                .isEmpty();
        assertThat(SourceText.decode("f.yaml", new byte[SourceText.MAX_BYTES + 1], problems))
                .isEmpty();
        assertThat(problems)
                .map(Problem::toString)
                .containsExactly(
                        "f.yaml:1:4: a control character U+0000; remove it",
                        "f.yaml:1:1: is larger than 1 MiB; expected a configuration written by hand");
    }

    @Test
    void skipsAByteOrderMark() {
        var source = SourceText.decode("f.yaml", "\ufeffa: 1".getBytes(StandardCharsets.UTF_8), new ArrayList<>());
        assertThat(source.orElseThrow().text()).isEqualTo("a: 1");
    }

    @Test
    void refusesDigitsThatTheScannerStumblesOver() {
        var told =
                ": an escape or a number with invalid digits; write the character out, or use the digits 0" + " to 9";
        assertThat(problems("a: \"\\x")).containsExactly("f.yaml:1:7" + told);
        assertThat(problems("a: 1\nb: \"\\Uffffffff\"")).containsExactly("f.yaml:2:7" + told);
        var one = Character.toString(0x1d7cf); // a digit to Unicode, of two chars
        assertThat(problems("a: |" + one + "\n  x\n")).containsExactly("f.yaml:1:5" + told);
        assertThat(problems("%YAML 1." + one + "\n---\na: 1\n")).containsExactly("f.yaml:1:10" + told);
    }

    @Test
    void refusesAVersionThatIsTooLong() {
        assertThat(problems("%YAML 99999999999.1\n---\na: 1\n"))
                .singleElement()
                .asString()
                .startsWith("f.yaml:1:18: is not YAML: ");
    }

    @Test
    void answersEveryTextWithATreeOrAProblem() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var alphabet = "ab10x._e:- \n\t[]{},&*!#|>'\"?%@`~<0\\";
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            random.ints(random.nextInt(40), 0, alphabet.length()).forEach(c -> text.append(alphabet.charAt(c)));
            var problems = new ArrayList<Problem>();
            var tree = YamlReader.read(new SourceText("f.yaml", text.toString()), problems);
            assertThat(tree.isPresent() || !problems.isEmpty())
                    .as(text.toString())
                    .isTrue();
        }
    }

    private static Tree read(String yaml) {
        var problems = new ArrayList<Problem>();
        var tree = YamlReader.read(new SourceText("f.yaml", yaml), problems);
        assertThat(problems).isEmpty();
        return tree.orElseThrow();
    }

    private static List<String> problems(String yaml) {
        var problems = new ArrayList<Problem>();
        assertThat(YamlReader.read(new SourceText("f.yaml", yaml), problems)).isNotNull();
        return problems.stream().map(Problem::toString).toList();
    }

    private static Origin at(int line, int column) {
        return new Origin.InFile("f.yaml", line, column);
    }
}
