package dev.volta.core.config.load;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.shapes.Misspelling;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Files of variables that are chosen by name, such as how much memory a service may have: {@code NAME.env}. */
public final class Profiles {
    public static final String FOLDER = "profiles";

    private static final String SUFFIX = ".env";

    private Profiles() {}

    /**
     * The profile {@code name}; of several, that in the first of {@code folders}.
     *
     * @param option that it was named by, with its dashes
     * @throws ConfigurationException if there is none
     */
    public static Path find(String name, String option, List<Path> folders) {
        var known = new TreeMap<String, Path>();
        folders.stream().flatMap(folder -> in(folder).stream()).forEach(file -> {
            var text = String.valueOf(file.getFileName());
            known.putIfAbsent(text.substring(0, text.length() - SUFFIX.length()), file);
        });
        return Optional.ofNullable(known.get(name))
                .orElseThrow(() -> new ConfigurationException(List.of(Problem.suggested(
                        new Origin.ByOption(option),
                        "",
                        "there is no profile '" + name + "'",
                        Misspelling.of(name, known.keySet())
                                .map(near -> "did you mean '" + near + "'?")
                                .orElse("known are " + String.join(", ", known.keySet()))))));
    }

    private static List<Path> in(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> String.valueOf(file.getFileName()).endsWith(SUFFIX))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
