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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares {@code volta hash check} with {@code sha256sum -c}, byte for byte. */
@Timeout(120)
class CheckIT {
    private static final String WRONG = "0".repeat(64);

    @TempDir
    Path folder;

    @BeforeEach
    void makeManifests() throws Exception {
        var script = """
                set -e
                mkdir d
                for n in one two $'n\\nl' $'\\xff\\xfe' ' x' '*y'; do printf %s "$n" > "$PWD/$n"; done
                all=("$PWD"/one "$PWD/two" "$PWD"/n* "$PWD"/$'\\xff'* "$PWD/ x" "$PWD/*y")
                sha256sum "${all[@]}" > good
                sha256sum --tag "${all[@]}" > tagged
                sha256sum -b "${all[@]}" | sed 's/$/\\r/' > binary
                { echo '# comment'; echo; cat good; echo bad; echo "$W  $PWD/one"; echo "$W  $PWD/none"
                  echo "\\\\$W  $PWD/no\\\\nne"; echo "$W  $PWD/d"; echo worse; } > mixed
                { sha256sum one; echo bad; } | sed "s|one|$PWD/one|" > single
                { echo "$W  $PWD/none"; } > onlymissing
                { echo bad; } > garbage
                : > nothing
                sed 's/  / /' single > reversed
                echo "$W  $PWD/one" > onemismatch
                cp mixed 'a b'
                cp mixed "$PWD"/$'m\\xff'
                """;
        assertThat(Ran.bash(folder, "W=" + WRONG + "\n" + script)).isEqualTo(new Ran("", "", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--quiet",
                "--status",
                "--strict",
                "--warn",
                "--ignore-missing",
                "--ignore-missing --status",
                "--quiet --warn --strict",
                "--warn --quiet",
                "--quiet --status",
                "--quiet --ignore-missing"
            })
    void agreesWithTheRealProgram(String options) throws Exception {
        for (var manifest : List.of(
                "good",
                "tagged",
                "binary",
                "mixed",
                "single",
                "onlymissing",
                "garbage",
                "nothing",
                "reversed",
                "onemismatch",
                "a b",
                "m\udcff",
                "not here",
                "d")) {
            var path = folder + "/" + manifest;
            var real = Ran.bash(folder, "sha256sum -c " + options + " " + Ran.quoted(RawPath.parse(path)));
            var arguments = new ArrayList<>(List.of("hash", "check"));
            options.lines()
                    .flatMap(line -> List.of(line.split(" ")).stream())
                    .filter(o -> !o.isEmpty())
                    .forEach(arguments::add);
            arguments.add(path);
            assertThat(Ran.volta(new byte[0], arguments).calling("volta hash check", "sha256sum"))
                    .as("%s of %s", options, manifest)
                    .isEqualTo(real);
        }
    }

    @Test
    void goesOnWithTheNextManifest() throws Exception {
        var real = Ran.bash(folder, "sha256sum -c " + folder + "/none " + folder + "/garbage " + folder + "/good");
        assertThat(Ran.volta("hash", "check", folder + "/none", folder + "/garbage", folder + "/good")
                        .calling("volta hash check", "sha256sum"))
                .isEqualTo(real);
    }

    @Test
    void readsTheManifestFromStandardInput() throws Exception {
        var text = Files.readAllBytes(folder.resolve("mixed"));
        var withDash = new String(text, StandardCharsets.ISO_8859_1) + WRONG + "  -\n";
        Files.writeString(folder.resolve("dash"), withDash, StandardCharsets.ISO_8859_1);
        var real = Ran.bash(folder, "sha256sum -c --warn < dash");
        assertThat(Ran.volta(withDash.getBytes(StandardCharsets.ISO_8859_1), List.of("hash", "check", "--warn"))
                        .calling("volta hash check", "sha256sum"))
                .isEqualTo(real);
    }

    @Test
    void escapesResultsOnlyIfTheyWouldTakeSeveralLines() throws Exception {
        var script =
                "printf x | tee $'b\\\\s' $'c\\rr' $'n\\\\\\nl' > /dev/null; sha256sum $PWD/b?s $PWD/c?r $PWD/n?*l > three";
        Ran.bash(folder, script);
        // Newer coreutils than 9.1 escape all three, so this is not compared with what is installed.
        assertThat(Ran.volta("hash", "check", folder + "/three").out())
                .isEqualTo(
                        "F/b\\s: OK\nF/c\rr: OK\n\\F/n\\nl: OK\n\\F/n\\\\\\nl: OK\n".replace("F", folder.toString()));
    }

    @Test
    void checksStandardInputWhereAManifestListsIt() throws Exception {
        Files.writeString(folder.resolve("dash"), WRONG + "  -\n" + WRONG + "  " + folder + "/one\n");
        var real = Ran.bash(folder, "printf abc | sha256sum -c dash");
        assertThat(Ran.volta("abc".getBytes(StandardCharsets.US_ASCII), List.of("hash", "check", folder + "/dash"))
                        .calling("volta hash check", "sha256sum"))
                .isEqualTo(real);
    }

    @Test
    void understandsXxhsumAndIsUnderstoodByIt() throws Exception {
        if (Ran.bash(folder, "command -v xxhsum").code() != 0) {
            System.out.println("skipped: manifests of xxhsum, which is not installed");
            return;
        }
        var theirs = Ran.bash(folder, "xxhsum -H3 $PWD/one $PWD/two $PWD/' x'");
        Files.writeString(folder.resolve("theirs"), theirs.out());
        var checked = Ran.volta("hash", "check", folder + "/theirs");
        assertThat(checked.code()).isZero();
        assertThat(checked.out().lines()).hasSize(3).allMatch(line -> line.endsWith(": OK"));

        var ours = Ran.volta("hash", "sum", "-a", "xxh3", folder + "/one", folder + "/two", folder + "/*y");
        Files.writeString(folder.resolve("ours"), ours.out());
        var accepted = Ran.bash(folder, "xxhsum -c ours");
        assertThat(accepted.code()).isZero();
        assertThat(accepted.out().lines()).hasSize(3).allMatch(line -> line.endsWith(": OK"));
        assertThat(Ran.bash(folder, "echo x >> two; xxhsum -c ours").code()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha256", "sha512", "sha1", "md5", "crc32c", "xxh3"})
    void knowsAnAlgorithmByTheLengthOfItsDigests(String algorithm) throws Exception {
        roundTrip(List.of("-a", algorithm), List.of());
    }

    @Test
    void needsToBeToldOfBlake3UnlessTheLinesSayIt() throws Exception {
        roundTrip(List.of("-a", "blake3"), List.of("-a", "blake3"));
        roundTrip(List.of("-a", "blake3", "--tag"), List.of());
    }

    @Test
    void followsTaggedLinesFromOneAlgorithmToAnother() throws Exception {
        var manifest = new StringBuilder();
        for (var i = 0; i < 3; i++) {
            for (var algorithm : List.of("md5", "blake3", "sha256")) {
                manifest.append(Ran.volta("hash", "sum", "--tag", "-a", algorithm, folder + "/one", folder + "/two")
                        .out());
            }
        }
        Files.writeString(folder.resolve("many"), manifest, StandardCharsets.ISO_8859_1);
        var ours = Ran.volta("hash", "check", folder + "/many");
        assertThat(ours.out()).isEqualTo((folder + "/one: OK\n" + folder + "/two: OK\n").repeat(9));
        assertThat(ours.code()).isZero();
    }

    @Test
    void letsTheRealProgramAcceptItsTrees() throws Exception {
        var sums = Ran.volta("hash", "sum", "-r", folder.toString());
        var manifest = Files.createTempFile("volta", ".sha256");
        try {
            Files.writeString(manifest, sums.out(), StandardCharsets.ISO_8859_1);
            assertThat(Ran.bash(folder, "sha256sum --quiet --strict -c " + manifest))
                    .isEqualTo(new Ran("", "", 0));
        } finally {
            Files.delete(manifest);
        }
    }

    @Test
    void acceptsWhateverSumPrinted() throws Exception {
        Ran.bash(folder, "truncate -s 5M sparse; : > empty; ln -s /proc/version link");
        var files = List.of(
                "/sys/kernel/mm/transparent_hugepage/enabled",
                "/sys/kernel/notes",
                "/dev/null",
                "/proc/version",
                "/proc/cmdline",
                folder + "/sparse",
                folder + "/empty",
                folder + "/link");
        for (var options : List.of(List.of("--threads", "1"), List.of("--threads", "3"), List.of("--tag"))) {
            var sum = new ArrayList<>(List.of("hash", "sum"));
            sum.addAll(options);
            sum.addAll(files);
            var sums = Ran.volta(new byte[0], sum);
            assertThat(sums.code()).as(sums.err()).isZero();
            var check =
                    Ran.volta(sums.out().getBytes(StandardCharsets.ISO_8859_1), List.of("hash", "check", "--strict"));
            assertThat(check)
                    .isEqualTo(
                            new Ran(files.stream().map(file -> file + ": OK\n").collect(Collectors.joining()), "", 0));
        }
        var real = Ran.bash(folder, "sha256sum " + String.join(" ", files));
        assertThat(Ran.volta(real.out().getBytes(StandardCharsets.ISO_8859_1), List.of("hash", "check", "--status")))
                .isEqualTo(new Ran("", "", 0));
    }

    @Test
    void readsAFifoThatIsListedAsTheRealProgramDoes() throws Exception {
        var script =
                "mkfifo fifo; printf 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  fifo\\n' > list";
        Ran.bash(folder, script);
        var feed = "printf abc > fifo & ";
        var java = Ran.quoted(RawPath.parse(System.getProperty("java.home")))
                + "/bin/java --enable-native-access=ALL-UNNAMED -cp "
                + Ran.quoted(RawPath.parse(System.getProperty("java.class.path")));
        assertThat(Ran.bash(folder, feed + java + " dev.volta.cli.Main hash check list"))
                .isEqualTo(Ran.bash(folder, feed + "sha256sum -c list"))
                .isEqualTo(new Ran("fifo: OK\n", "", 0));
    }

    private void roundTrip(List<String> sumOptions, List<String> checkOptions) throws Exception {
        var sum = new ArrayList<>(List.of("hash", "sum"));
        sum.addAll(sumOptions);
        sum.add(folder + "/one");
        var manifest = Files.createTempFile("volta", ".sums");
        Files.writeString(folder.resolve("one"), "one");
        try {
            Files.writeString(manifest, Ran.volta(new byte[0], sum).out(), StandardCharsets.ISO_8859_1);
            var check = new ArrayList<>(List.of("hash", "check"));
            check.addAll(checkOptions);
            check.add(manifest.toString());
            assertThat(Ran.volta(new byte[0], check)).isEqualTo(new Ran(folder + "/one: OK\n", "", 0));
            Files.writeString(folder.resolve("one"), "changed");
            assertThat(Ran.volta(new byte[0], check).out()).isEqualTo(folder + "/one: FAILED\n");
        } finally {
            Files.delete(manifest);
        }
    }
}
