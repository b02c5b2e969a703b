package dev.volta.core.vm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.RegularFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a template says about itself, in {@code template.json}. The time of that file's last change is that of the
 * template's last use.
 *
 * @param made in milliseconds since 1970
 * @param files the template's own, with their content, and the image's root file system, on which its disk rests
 */
record TemplateManifest(TemplateKey key, long made, List<FileSeal> files) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    TemplateManifest {
        Objects.requireNonNull(key, "it has no key");
        files = List.copyOf(Objects.requireNonNull(files, "it names no files"));
        if (files.isEmpty()) {
            throw new IllegalArgumentException("it names no files");
        }
    }

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

    /** @throws IOException if it cannot be read, or says less than a template must */
    static TemplateManifest read(Path file) throws IOException {
        try {
            return Optional.ofNullable(JSON.readValue(RegularFile.readAllBytes(file), TemplateManifest.class))
                    .orElseThrow(() -> new IOException(file.getFileName() + " says null"));
        } catch (JsonProcessingException e) {
            throw new IOException(file.getFileName() + " is incomplete: " + e.getOriginalMessage(), e);
        }
    }

    void write(Path file) throws IOException {
        AtomicFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this), AtomicFile.PUBLIC);
    }

    /** The image's root file system, which the template's disk rests on. */
    Path rootfs() {
        return Path.of(files.getLast().path());
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
