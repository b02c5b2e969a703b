package dev.volta.core.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.supervisor.Definition;
import dev.volta.core.supervisor.PlainFormat;
import dev.volta.core.supervisor.ServiceUnit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDiffTest {
    @TempDir
    private Path folder;

    private final FileDiff diff = new FileDiff(new LocalRemote(new NodeName("n1")));

    private PlacedFile wanted(String content, boolean secret) {
        return new PlacedFile(folder.resolve("file").toString(), content, secret, false);
    }

    @Test
    void showsWhatDiffers() throws Exception {
        var file = Files.writeString(folder.resolve("file"), "a=1\nb=2\n");
        assertThat(diff.of(wanted("a=1\nb=3\n", false))).isEqualTo("""
                --- n1:%1$s
                +++ n1:%1$s (wanted)
                @@ -1,2 +1,2 @@
                 a=1
                -b=2
                +b=3
                """.formatted(file));
        assertThat(diff.of(wanted("a=1\nb=2\n", false))).isEmpty();
    }

    @Test
    void showsAMissingFileAsEmpty() throws Exception {
        assertThat(diff.of(wanted("new\n", false))).endsWith("@@ -0,0 +1 @@\n+new\n");
    }

    @Test
    void showsNoSecret() throws Exception {
        Files.writeString(folder.resolve("file"), "tiger\n");
        assertThat(diff.of(wanted("lion\n", true))).isEqualTo("secret n1:" + folder.resolve("file") + " differs\n");
        assertThat(diff.of(wanted("tiger\n", true))).isEmpty();
    }

    private Definition definition(String program, Map<String, String> variables) {
        var unit = new ServiceUnit("web", List.of(program), new LinkedHashMap<>(variables));
        return new PlainFormat(folder.toString()).definition(unit);
    }

    private void leave(Definition definition) throws Exception {
        for (var part : definition.parts()) {
            var file = Path.of(part.path());
            Files.createDirectories(file.getParent());
            Files.writeString(file, part.content());
        }
    }

    @Test
    void showsWhichVariablesDifferAndNoValue() throws Exception {
        var there = new LinkedHashMap<>(Map.of("URL", "postgres://u:tiger@h", "KEPT", "puma\nlynx", "GONE", "lion"));
        leave(definition("serve", there));
        assertThat(diff.of(definition("serve", there))).isEmpty();
        var wanted = new LinkedHashMap<>(Map.of("URL", "postgres://u:tiger@k", "KEPT", "puma\nlynx", "NEW", "ocelot"));
        assertThat(diff.of(definition("serve", wanted))).isEqualTo("""
                --- n1:%1$s/web/env
                +++ n1:%1$s/web/env (wanted)
                -GONE=…
                +NEW=…
                -URL=…
                +URL=… (changed)
                """.formatted(folder));
    }

    @Test
    void showsNoValueThatADefinitionOfAnEarlierVersionHolds() throws Exception {
        var wanted = definition("serve", Map.of("URL", "postgres://u:tiger@h"));
        leave(wanted);
        var run = folder.resolve("web").resolve("run");
        for (var old : List.of(
                "# web\nexec env 'URL=postgres://u:tiger@h' serve\n", "[Service]\nEnvironment=\"URL=tiger\"\n")) {
            Files.writeString(run, old);
            assertThat(diff.of(wanted))
                    .isEqualTo("n1:" + run + " holds values of variables, which are not shown; it is written anew\n");
        }
    }
}
