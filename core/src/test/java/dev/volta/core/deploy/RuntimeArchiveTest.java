package dev.volta.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeArchiveTest {
    @TempDir
    private Path folder;

    private int made;
    private RuntimeArchive archives;
    private RuntimeImage image;

    @BeforeEach
    void begin() {
        archives = new RuntimeArchive(folder.resolve("runtime"), tree -> {
            made++;
            Files.writeString(Files.createDirectories(tree.resolve("bin")).resolve("java"), "a program");
        });
        image = new RuntimeImage("volta-jre-1", "x86_64", folder.resolve("runtime/volta-jre-1.tar.gz"));
    }

    @Test
    void isMadeOnceAndLeavesNothingBesideIt() throws Exception {
        archives.make(image);
        archives.make(image);
        assertThat(made).isEqualTo(1);
        try (var files = Files.list(folder.resolve("runtime"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("volta-jre-1.tar.gz", "volta-jre-1.tar.gz.sha256");
        }
    }

    @Test
    void isMadeAnewIfItWasDamaged() throws Exception {
        archives.make(image);
        var whole = Files.readAllBytes(image.archive());
        var changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        var damages = new ArrayList<>(List.of(changed, new byte[0], new byte[whole.length]));
        damages.add(Arrays.copyOf(whole, whole.length - 1));
        damages.add(Arrays.copyOf(whole, whole.length + 1));
        for (var damage : damages) {
            var before = made;
            Files.write(image.archive(), damage);
            archives.make(image);
            assertThat(made).isEqualTo(before + 1);
            assertThat(Files.readAllBytes(image.archive())).isNotEqualTo(damage);
            archives.make(image);
            assertThat(made).isEqualTo(before + 1);
        }
    }

    @Test
    void isMadeAnewIfNothingTellsThatItIsWhole() throws Exception {
        archives.make(image);
        var seal = folder.resolve("runtime/volta-jre-1.tar.gz.sha256");
        Files.writeString(seal, "", StandardCharsets.US_ASCII);
        archives.make(image);
        Files.delete(seal);
        archives.make(image);
        assertThat(made).isEqualTo(3);
    }
}
