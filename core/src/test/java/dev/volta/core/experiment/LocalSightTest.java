package dev.volta.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.experiment.InputProbe.Sight;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalSightTest {
    @TempDir
    private Path folder;

    @Test
    void seesWhatTheProbeOfANodeSees() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        Files.createDirectory(folder.resolve("full"));
        Files.writeString(folder.resolve("full/file"), "x");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("full"));
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("none"));
        try (var here = new LocalRemote(new NodeName("here"))) {
            here.run(Command.of("mkfifo", folder.resolve("fifo").toString())).require();
            var paths = Stream.of("empty", "full", "full/file", "link", "dangling", "none", "fifo")
                    .map(name -> folder.resolve(name).toString())
                    .toList();
            assertThat(withoutIdentity(LocalSight.look(paths)))
                    .isEqualTo(withoutIdentity(InputProbe.look(here, paths)))
                    .containsEntry(folder + "/link", new Sight.There("", folder.toRealPath() + "/full"));
        }
    }

    private static Map<String, Sight> withoutIdentity(Map<String, Sight> sights) {
        var alike = new LinkedHashMap<String, Sight>();
        sights.forEach((path, sight) ->
                alike.put(path, sight instanceof Sight.There(var _, var real) ? new Sight.There("", real) : sight));
        return alike;
    }
}
