package dev.volta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Shell texts of more than three lines are {@code .sh} resources, where shellcheck reads them. */
class ShellTextTest {
    private static final int MOST_LINES = 3;
    private static final String SOURCES = "src/main/java";

    /** What a source is made of, as far as texts are concerned. */
    private static final Pattern PIECE = Pattern.compile(
            "\"\"\"(?<block>[^\\\\\"]*+(?:(?:\\\\.|\"(?!\"\"))[^\\\\\"]*+)*+)\"\"\""
                    + "|\"(?<text>[^\"\\\\\n]*+(?:\\\\.[^\"\\\\\n]*+)*+)\"|'(?:\\\\.|[^'\\\\])+'"
                    + "|(?<passed>//[^\n]*|/\\*[\\s\\S]*?\\*/|\\s+|\\+)|[^\\s\"'/+]+|.",
            Pattern.DOTALL | Pattern.UNIX_LINES);

    /** A line as only shell scripts have them. */
    private static final Pattern SHELL = Pattern.compile(
            "\\s*(if\\s.*;\\s*then|then|elif\\s.*|fi|for\\s+\\w+\\s+in\\s.*|(while|until)\\s.*;\\s*do|do|done.*|case\\s.*\\sin"
                    + "|esac|.*;;|trap\\s.*|set\\s+-\\w+|exec\\s.*|exit(\\s.*)?|\\[\\s.*\\s\\].*|cd\\s.*|echo\\s.*|printf\\s.*"
                    + "|#!\\s*/bin/.*sh)");

    /** The texts in {@code source}; those that a + joins are one. */
    private static List<String> texts(String source) {
        var texts = new ArrayList<String>();
        var text = new StringBuilder();
        var found = PIECE.matcher(source);
        while (found.find()) {
            if (found.group("passed") != null) {
                continue;
            }
            var part = found.group("text") == null ? found.group("block") : found.group("text");
            if (part != null) {
                text.append(part.replace("\\n", "\n"));
            } else if (!text.isEmpty()) {
                texts.add(text.toString());
                text.setLength(0);
            }
        }
        return texts;
    }

    private static boolean isLongShell(String text) {
        var lines = text.strip().lines().toList();
        return lines.size() > MOST_LINES
                && lines.stream().anyMatch(line -> SHELL.matcher(line).matches());
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        Files.walkFileTree(Path.of("..").toRealPath(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                var name = folder.getFileName().toString();
                return name.startsWith(".") || name.equals("target") || name.equals("node_modules")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().contains(SOURCES) && file.toString().endsWith(".java")) {
                    sources.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return sources;
    }

    @Test
    void noSourceHasALongShellText() throws IOException {
        var tooLong = new ArrayList<String>();
        var sources = sources();
        for (var file : sources) {
            texts(Files.readString(file)).stream()
                    .filter(ShellTextTest::isLongShell)
                    .forEach(text -> tooLong.add(
                            file + ": " + text.strip().lines().findFirst().orElseThrow()));
        }
        assertThat(sources).hasSizeGreaterThan(400);
        assertThat(tooLong).as("put them into .sh files beside their classes").isEmpty();
    }

    @Test
    void knowsOneWhenItSeesIt() {
        var block =
                "String a = \"\"\"\n    cd \"$1\"\n    for one in *; do\n        rm \\\"$one\\\"\n    done\n    \"\"\";";
        assertThat(texts(block))
                .singleElement()
                .satisfies(text -> assertThat(isLongShell(text)).isTrue());
        var joined = "f('\"', \"a=1\\nb=2\\n\" // first\n   + \"[ $a = $b ] || exit 1\\n\" + \"c\");";
        assertThat(texts(joined))
                .singleElement()
                .satisfies(text -> assertThat(isLongShell(text)).isTrue());
        assertThat(isLongShell("cd x\ncd y\nexit 3")).isFalse();
        assertThat(isLongShell("<svg>\n<g>\n</g>\n</svg>")).isFalse();
    }
}
