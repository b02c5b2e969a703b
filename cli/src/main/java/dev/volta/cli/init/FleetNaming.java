package dev.volta.cli.init;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * Names a new fleet like its folder: two fleets of one name that share a node would take each other's services for their
 * own.
 */
final class FleetNaming {
    private static final int MOST = 63;

    /** What YAML takes for something else than text (YAML 1.1, tag repository). */
    private static final Set<String> WORDS_OF_YAML =
            Set.of("null", "true", "false", "yes", "no", "on", "off", "y", "n");

    private FleetNaming() {}

    /** The name, as YAML. */
    static String of(Path folder, String otherwise) {
        var last = folder.toAbsolutePath().normalize().getFileName();
        var letters = (last == null ? "" : last.toString())
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceAll("^[^A-Za-z0-9]+", "");
        var name = letters.substring(0, Math.min(MOST, letters.length()));
        if (name.isEmpty()) {
            return otherwise;
        }
        var isPlain = Character.isLetter(name.charAt(0)) && !WORDS_OF_YAML.contains(name.toLowerCase(Locale.ROOT));
        return isPlain ? name : "'" + name + "'";
    }
}
