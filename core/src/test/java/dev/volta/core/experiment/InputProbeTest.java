package dev.volta.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.experiment.InputProbe.Sight;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputProbeTest {
    @TempDir
    private Path folder;

    private Map<String, Sight> look(String... names) throws InterruptedException {
        try (var here = new LocalRemote(new NodeName("here"))) {
            return InputProbe.look(
                    here,
                    List.of(names).stream().map(name -> folder + "/" + name).toList());
        }
    }

    private String real(Map<String, Sight> sights, String name) {
        var sight = sights.get(folder + "/" + name);
        if (sight instanceof Sight.There there) {
            return there.real();
        }
        throw new AssertionError(name + ": " + sight);
    }

    @Test
    void seesWhereAPathLeads() throws Exception {
        var odd = Files.createDirectories(folder.resolve("a b/\tñ\nx"));
        Files.writeString(odd.resolve("file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), odd);
        var sights = look("link", "./a b/../link/file", "a b");
        var top = RawText.of(folder.toRealPath());
        assertThat(real(sights, "link")).isEqualTo(top + "/a b/\tñ?x");
        assertThat(real(sights, "./a b/../link/file")).isEqualTo(top + "/a b/\tñ?x/file");
        assertThat(real(sights, "a b")).isEqualTo(top + "/a b");
    }

    @Test
    void tellsWhatCannotBeRead() throws IOException, InterruptedException {
        Files.createDirectory(folder.resolve("empty"));
        Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nowhere"));
        var sights = look("empty", "dangling", "missing");
        assertThat(sights.values()).containsExactly(new Sight.Empty(), new Sight.Missing(), new Sight.Missing());
    }
}
