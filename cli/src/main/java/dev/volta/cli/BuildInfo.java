package dev.volta.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Which Volta this is. */
public record BuildInfo(String version, String revision) {
    static BuildInfo load() {
        var properties = new Properties();
        try (var in = Objects.requireNonNull(BuildInfo.class.getResourceAsStream("build.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var revision = properties.getProperty("revision");
        if (revision.startsWith("${")) {
            return new BuildInfo(properties.getProperty("version"), "unknown");
        }
        var changed = Boolean.parseBoolean(properties.getProperty("dirty"));
        return new BuildInfo(properties.getProperty("version"), changed ? revision + "-dirty" : revision);
    }

    @Override
    public String toString() {
        return "volta " + version + " (" + revision + ", Java " + Runtime.version() + ")";
    }
}
