package dev.volta.cli.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import dev.volta.hashing.engine.RawPath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares {@code volta hash sum} with the checksum programs of coreutils, byte for byte. */
@Timeout(120)
class SumIT {
    private static final String JAVA = Path.of(System.getProperty("java.home"), "bin", "java") + " -cp '"
            + System.getProperty("java.class.path") + "' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1";
    private static final List<String> NASTY = List.of(
            "n\nl", "c\rr", "b\\s", "\udcff\udcfe", "é", "a b", "it's", " lead", "*star", "empty", "-dash", "@at");

    @TempDir
    Path folder;

    @BeforeEach
    void makeNastyTree() throws Exception {
        var script = new StringBuilder("""
                set -e; mkdir d; head -c 700000 /dev/zero > d/big; mkfifo d/fifo
                ln -s ../d d/loop; ln -s big d/link; mkdir d.e; echo x > d.e/f; echo y > d/-f
                """);
        for (var name : NASTY) {
            script.append("printf %s ")
                    .append(name.equals("empty") ? "''" : name.length())
                    .append(" > ./");
            script.append(Ran.quoted(RawPath.parse(name))).append('\n');
        }
        assertThat(Ran.bash(folder, script.toString())).isEqualTo(new Ran("", "", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "sha256, sha256sum, ''",
        "sha256, sha256sum, --tag",
        "sha256, sha256sum, -z",
        "sha512, sha512sum, ''",
        "sha1, sha1sum, --tag",
        "md5, md5sum, ''"
    })
    void printsTheBytesOfTheRealProgramForAnyName(String algorithm, String program, String option) throws Exception {
        var arguments = new ArrayList<>(List.of("hash", "sum", "-a", algorithm));
        if (!option.isEmpty()) {
            arguments.add(option);
        }
        paths().map(RawPath::text).forEach(arguments::add);
        var real = Ran.bash(folder, program + " " + option + " " + words());
        assertThat(real.out()).isNotEmpty();
        assertThat(Ran.volta(new byte[0], arguments)).isEqualTo(real);
    }

    @Test
    void takesNamesThatAreNotTextFromTheCommandLine() throws Exception {
        var words = NASTY.stream().map(name -> Ran.quoted(RawPath.parse(name))).collect(Collectors.joining(" "));
        var real = Ran.bash(folder, "sha256sum -- " + words + " none");
        var ours = Ran.bash(folder, JAVA + " dev.volta.cli.Main hash sum -- " + words + " none");
        assertThat(ours.calling("volta hash sum", "sha256sum")).isEqualTo(real);
        // In the locale "C" the JVM cannot decode its own arguments; the bytes have to come through all the same.
        assertThat(Ran.bash(folder, "LC_ALL=C " + JAVA + " dev.volta.cli.Main hash sum -- " + words)
                        .out())
                .isEqualTo(real.out());
    }

    @Test
    void tellsWhatItCannotReadInTheSameWords() throws Exception {
        var missing = List.of(
                "none",
                "a b c",
                "x\ny",
                "it's not",
                "it's \"",
                "\udcff\udcff",
                "a\udcff'b",
                "q?",
                "p:q",
                "~",
                "t~",
                "{",
                "{}",
                "#h",
                "h#",
                "tab\tx",
                "\u001b[1m",
                "b\\",
                "a!",
                "a=b",
                "ü\u0085",
                "'");
        var paths = new ArrayList<RawPath>();
        missing.forEach(name -> paths.add(RawPath.parse(folder + "/" + name)));
        paths.add(RawPath.parse(folder + "/d"));
        paths.add(RawPath.parse(folder + "/empty"));
        paths.add(RawPath.parse(folder + "/empty/below"));
        var arguments = new ArrayList<>(List.of("hash", "sum"));
        paths.forEach(path -> arguments.add(path.text()));
        var real =
                Ran.bash(folder, "sha256sum " + paths.stream().map(Ran::quoted).collect(Collectors.joining(" ")));
        assertThat(Ran.volta(new byte[0], arguments).calling("volta hash sum", "sha256sum"))
                .isEqualTo(real);
        assertThat(real.code()).isEqualTo(1);
    }

    @Test
    void quotesShortNamesAsTheRealProgramDoes() throws Exception {
        for (var name : List.of("", "~", "{", "}", "{}", "#", "'", "''", "' '", "~a", "a'b c", "\n", "\udc80a")) {
            var word = Ran.quoted(RawPath.parse(name));
            var real = Ran.bash(folder, "sha256sum -- " + word);
            assertThat("sha256sum: " + latin1(QuotedName.of(RawPath.parse(name))) + ": No such file or directory\n")
                    .isEqualTo(real.err());
        }
    }

    @Test
    void tellsUnreadableFilesAndFoldersAndGoesOn() throws Exception {
        // Root reads everything by the capability dac_override, so it is taken away; without root nothing needs to be.
        var plain = Ran.bash(folder, "test $(id -u) != 0").code() == 0;
        var without = "setpriv --bounding-set=-dac_override,-dac_read_search ";
        if (!plain && Ran.bash(folder, without + "true").code() != 0) {
            System.out.println("skipped: root here cannot give up the capability to read everything (setpriv)");
            return;
        }
        var prefix = plain ? "" : without;
        Ran.bash(folder, "mkdir u; echo x > u/f; chmod 0 u 'a b'");
        try {
            var real = Ran.bash(folder, prefix + "sha256sum 'a b' empty");
            var ours = Ran.bash(folder, prefix + JAVA + " dev.volta.cli.Main hash sum 'a b' empty");
            assertThat(ours.calling("volta hash sum", "sha256sum")).isEqualTo(real);
            assertThat(real.err()).contains("Permission denied");
            var tree = Ran.bash(folder, prefix + JAVA + " dev.volta.cli.Main hash sum -r u d.e");
            assertThat(tree.err()).isEqualTo("volta hash sum: u: Permission denied\n");
            assertThat(tree.out()).endsWith("  d.e/f\n");
            assertThat(tree.code()).isEqualTo(1);
        } finally {
            Ran.bash(folder, "chmod 755 u 'a b'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2", "7"})
    void hashesTreesInTheOrderOfTheirNames(String threads) throws Exception {
        var real = Ran.bash(
                folder,
                "find " + folder + " -type f -print0 | tr / '\\001' | LC_ALL=C sort -z | tr '\\001' / "
                        + "| xargs -0 sha256sum");
        var ours = Ran.volta("hash", "sum", "-r", "--threads", threads, folder.toString());
        assertThat(ours.out()).isEqualTo(real.out());
        assertThat(ours.err()).isEqualTo("volta hash sum: skipped 2 symbolic links and 1 special file\n");
        assertThat(ours.code()).isZero();
    }

    @Test
    void followsLinksWhenTold() {
        var ours = Ran.volta("hash", "sum", "-r", "--follow", folder + "/d");
        assertThat(ours.out()
                        .lines()
                        .map(line -> line.substring(66 + folder.toString().length())))
                .containsExactly("/d/-f", "/d/big", "/d/link");
        assertThat(ours.err())
                .isEqualTo("volta hash sum: " + folder + "/d/loop: Too many levels of symbolic links\n"
                        + "volta hash sum: skipped 0 symbolic links and 1 special file\n");
        assertThat(ours.code()).isEqualTo(1);
    }

    @Test
    void readsWhateverOpensWhenItIsNamed() throws Exception {
        for (var arguments : List.of(
                "/dev/null empty",
                "/proc/version /proc/filesystems",
                "/sys/kernel/mm/transparent_hugepage/enabled /sys/kernel/notes",
                "/dev/stdin empty < empty",
                "/dev/stdin < <(printf abc)",
                "<(printf abc) <(printf def)",
                "d/fifo d/big empty & printf ghi > d/fifo; wait $!",
                "-b empty",
                "--binary d/big empty - < empty",
                "-b -z empty",
                "-b --tag empty",
                "-t -b empty",
                "--binary --text -t d/big")) {
            var real = Ran.bash(folder, "sha256sum " + arguments);
            var ours = Ran.bash(folder, JAVA + " dev.volta.cli.Main hash sum " + arguments);
            assertThat(ours.calling("volta hash sum", "sha256sum"))
                    .as(arguments)
                    .isEqualTo(real);
            assertThat(real.out()).as(arguments).isNotEmpty();
        }
    }

    @Test
    void doesNotWaitForAFifoInATree() {
        var ours = Ran.volta("hash", "sum", "-r", folder + "/d");
        assertThat(ours.err()).endsWith("and 1 special file\n");
        assertThat(ours.code()).isZero();
    }

    @Test
    void failsForATreeInWhichThereIsNothingToHash() throws Exception {
        Ran.bash(folder, "mkdir -p void links/sub; ln -s ../empty links/sub/link; mkfifo alone");
        var sum = Ran.volta(
                "hash", "sum", "-r", folder + "/void", folder + "/empty", folder + "/links", folder + "/alone");
        assertThat(sum.out()).hasLineCount(1).contains("/empty");
        assertThat(sum.err()).isEqualTo("""
                        volta hash sum: F/void: There is no file in it to hash
                        volta hash sum: F/links: There is no file in it to hash
                        volta hash sum: F/alone: There is no file in it to hash
                        volta hash sum: skipped 1 symbolic link and 1 special file
                        """.replace("F/", folder + "/"));
        assertThat(sum.code()).isEqualTo(1);
    }

    @Test
    void readsTreesWhosePathsAreLongerThanAnyLengthFieldOfTwoBytes() throws Exception {
        var script = """
                import os
                os.mkdir('deep'); os.chdir('deep')
                for i in range(2700):
                    os.mkdir('d' * 24); os.chdir('d' * 24)
                    if i % 300 == 299:
                        open('f', 'w').write(str(i))
                """;
        Files.writeString(folder.resolve("deep.py"), script);
        assertThat(Ran.bash(folder, "python3 deep.py")).isEqualTo(new Ran("", "", 0));
        try {
            var ours = Ran.volta("hash", "sum", "-r", "--threads", "2", folder + "/deep");
            assertThat(ours.err()).isEmpty();
            var lines = ours.out().lines().toList();
            assertThat(lines).hasSize(9);
            assertThat(lines.getFirst()).hasSizeGreaterThan(67_000);
            var sums = Ran.bash(folder, "for i in $(seq 2699 -300 299); do printf $i | sha256sum; done");
            assertThat(lines.stream().map(line -> line.substring(0, 64)))
                    .containsExactlyElementsOf(sums.out()
                            .lines()
                            .map(line -> line.substring(0, 64))
                            .toList());
            var check =
                    Ran.volta(ours.out().getBytes(StandardCharsets.ISO_8859_1), List.of("hash", "check", "--quiet"));
            assertThat(check).isEqualTo(new Ran("", "", 0));
        } finally {
            Ran.bash(folder, "rm -rf deep");
        }
    }

    @Test
    void readsStandardInputInItsPlace() throws Exception {
        var file = folder + "/empty";
        var real = Ran.bash(folder, "printf abc | sha256sum " + file + " - " + file);
        var abc = "abc".getBytes(StandardCharsets.US_ASCII);
        assertThat(Ran.volta(abc, List.of("hash", "sum", file, "-", file))).isEqualTo(real);
        assertThat(Ran.volta(abc, List.of("hash", "sum", "--tag")))
                .isEqualTo(Ran.bash(folder, "printf abc | sha256sum --tag"));
    }

    @Test
    void refusesUnknownAlgorithmsAndSillyThreadCounts() {
        var algorithm = Ran.volta("hash", "sum", "-a", "sha3", "x");
        assertThat(algorithm.code()).isEqualTo(2);
        assertThat(algorithm.err()).contains("'sha3' is not one of sha256, sha512, sha1, md5, crc32c, xxh3, blake3");
        var threads = Ran.volta("hash", "sum", "--threads", "0", "x");
        assertThat(threads.code()).isEqualTo(2);
        assertThat(threads.err()).contains("--threads must be between 1 and 1024, not 0");
    }

    @Test
    void failsWhenTheOutputIsFull() throws Exception {
        var ours = Ran.bash(folder, JAVA + " dev.volta.cli.Main hash sum empty > /dev/full");
        assertThat(ours.code()).isEqualTo(1);
        assertThat(ours.err()).contains("No space left on device");
    }

    private Stream<RawPath> paths() {
        return NASTY.stream().map(name -> RawPath.parse(folder + "/" + name));
    }

    private String words() {
        return paths().map(Ran::quoted).collect(Collectors.joining(" "));
    }

    private static String latin1(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
