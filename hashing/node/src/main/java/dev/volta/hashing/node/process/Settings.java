package dev.volta.hashing.node.process;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/**
 * Reads a node process's configuration file (Java properties, UTF-8) and collects every problem with it, unknown keys
 * too, before {@link #check()} throws them all at once.
 */
public final class Settings {
    private final Path file;
    private final Properties properties = new Properties();
    private final Set<String> known = new HashSet<>();
    private final List<String> problems = new ArrayList<>();

    public Settings(Path file) throws IOException {
        this.file = file;
        try {
            properties.load(new StringReader(Files.readString(file, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            problems.add(e.getMessage());
        }
    }

    public Optional<String> text(String key) {
        known.add(key);
        return Optional.ofNullable(properties.getProperty(key)).map(String::strip);
    }

    public String requiredText(String key) {
        return text(key).filter(value -> !value.isEmpty()).orElseGet(() -> {
            problems.add(key + ": missing");
            return "";
        });
    }

    public Path requiredPath(String key) {
        return Path.of(requiredText(key));
    }

    public Duration millis(String key, Duration otherwise) {
        return text(key).map(value -> Duration.ofMillis(positive(key, value))).orElse(otherwise);
    }

    /** {@code owner.lock}: the file that the owner has locked. */
    public Optional<Owner> owner() {
        return text("owner.lock").map(path -> new Owner(Path.of(path)));
    }

    public void problem(String text) {
        problems.add(text);
    }

    /** To be called after the last key was asked for. */
    public void check() {
        properties.stringPropertyNames().stream()
                .filter(key -> !known.contains(key))
                .sorted()
                .forEach(key -> problems.add(key + ": unknown key"));
        if (!problems.isEmpty()) {
            throw new SettingsException(file + ": " + String.join("; ", problems));
        }
    }

    private long positive(String key, String value) {
        try {
            long number = Long.parseLong(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, with the number that is not positive.
        }
        problems.add(key + ": '" + value + "' is no positive number");
        return 1;
    }
}
