package dev.volta.core.experiment;

import dev.volta.core.experiment.InputProbe.Sight;
import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks at inputs of this machine as {@link InputProbe} does on a node, but without a shell. */
public final class LocalSight {
    private LocalSight() {}

    /**
     * What this machine sees of each path.
     *
     * @param paths as {@link RawText}
     */
    public static Map<String, Sight> look(Collection<String> paths) {
        var sights = new LinkedHashMap<String, Sight>();
        paths.forEach(path -> sights.put(path, look(RawText.path(path))));
        return sights;
    }

    private static Sight look(Path path) {
        if (!Files.exists(path)) {
            return new Sight.Missing();
        }
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            return new Sight.Special();
        }
        if (!Files.isReadable(path) || (Files.isDirectory(path) && !Files.isExecutable(path))) {
            return new Sight.Unreadable();
        }
        try {
            // There is no other node to compare it with.
            return Files.isDirectory(path) && isEmpty(path)
                    ? new Sight.Empty()
                    : new Sight.There("", RawText.of(path.toRealPath()));
        } catch (IOException e) {
            return new Sight.There("", RawText.of(path)); // the run tells why it cannot be read
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }
}
