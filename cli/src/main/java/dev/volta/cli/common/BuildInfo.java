package dev.volta.cli.common;

import dev.volta.core.facts.Fact;
import dev.volta.core.report.VoltaVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Which Volta this is. */
public record BuildInfo(String version, String revision) {
    private static final String UNKNOWN = "unknown";

    public static BuildInfo load() {
        var properties = new Properties();
        try (var in = Objects.requireNonNull(BuildInfo.class.getResourceAsStream("build.properties"))) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var revision = properties.getProperty("revision");
        if (revision.startsWith("${")) {
            return new BuildInfo(properties.getProperty("version"), UNKNOWN);
        }
        var changed = Boolean.parseBoolean(properties.getProperty("dirty"));
        return new BuildInfo(properties.getProperty("version"), changed ? revision + "-dirty" : revision);
    }

    /** As a run record has it. */
    public VoltaVersion toRecord() {
        return new VoltaVersion(
                version,
                revision.equals(UNKNOWN) ? Fact.unavailable("built outside a git checkout") : Fact.known(revision));
    }

    @Override
    public String toString() {
        return "volta " + version + " (" + revision + ", Java " + Runtime.version() + ")";
    }
}
