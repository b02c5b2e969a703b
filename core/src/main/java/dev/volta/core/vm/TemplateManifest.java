package dev.volta.core.vm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a template says about itself, in {@code template.json}. The time of that file's last change is that of the
 * template's last use.
 *
 * @param made in milliseconds since 1970
 * @param files the template's own, with their content, and the image's root file system, on which its disk rests
 */
record TemplateManifest(TemplateKey key, long made, List<FileSeal> files) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Of files that are complete; they are on the disk when this returns, so that no crash leaves holes in them. */
    static TemplateManifest seal(TemplateKey key, Instant made, TemplateFiles files, Path rootfs) throws IOException {
        var seals = new ArrayList<FileSeal>();
        for (var file : List.of(files.memory(), files.state(), files.disk())) {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            seals.add(FileSeal.whole(files.folder(), file));
        }
        seals.add(FileSeal.quick(rootfs));
        return new TemplateManifest(key, made.toEpochMilli(), List.copyOf(seals));
    }

    static TemplateManifest read(Path file) throws IOException {
        return JSON.readValue(Files.readAllBytes(file), TemplateManifest.class);
    }

    void write(Path file) throws IOException {
        Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    }

    /** What is wrong with the files, at a glance. */
    Optional<String> quickDifference(Path folder) throws IOException {
        for (var file : files) {
            var difference = file.quickDifference(folder);
            if (difference.isPresent()) {
                return difference;
            }
        }
        return Optional.empty();
    }

    /** Those of the template's own files whose content is another one by now. */
    List<String> altered(Path folder) throws IOException {
        var altered = new ArrayList<String>();
        for (var file : files) {
            if (file.isAltered(folder)) {
                altered.add(file.path());
            }
        }
        return altered;
    }
}
