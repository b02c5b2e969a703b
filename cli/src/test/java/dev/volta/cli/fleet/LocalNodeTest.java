package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fleet of this machine alone. */
class LocalNodeTest {
    @TempDir
    private Path folder;

    private String yaml = "unset";

    @BeforeEach
    void describe() throws IOException {
        yaml = Files.writeString(folder.resolve("volta.yaml"), "fleet: {name: t}\nnodes: [{name: n, address: local}]\n")
                .toString();
    }

    /** A terminal tells its foreground of Ctrl-C, and a program that ends by that would be taken for one that failed. */
    @Test
    void itsProgramsAreNotOfTheTerminalsSession() throws Exception {
        var ran = Ran.volta("exec", "-f", yaml, "--", "cut", "-d", " ", "-f", "6", "/proc/self/stat");
        assertThat(ran.code()).isZero();
        var own = Files.readString(Path.of("/proc/self/stat")).split(" ", -1)[5];
        assertThat(ran.out()).doesNotContain(own).containsPattern("[0-9]+\n");
    }

    @Test
    void aNameWithALineFeedForgesNoLineOfAPlan() throws IOException {
        var tree = Files.createDirectory(folder.resolve("tree"));
        Files.createFile(tree.resolve("a\nn: evil"));
        var ran = Ran.volta("push", "-f", yaml, "--dry-run", tree.toString(), "/there");
        assertThat(ran.out()).isEqualTo("n: " + tree + "/a\\x0an: evil to /there/a\\x0an: evil\n");
        assertThat(Ran.volta("pull", "-f", yaml, "--dry-run", "/a\nb", "into").out())
                .isEqualTo("n: /a\\x0ab to into/n/a\\x0ab\n");
    }
}
