package dev.volta.hashing.node.metrics;

import dev.volta.hashing.node.process.Settings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a process tells its metrics.
 *
 * @param socket {@code metrics.socket}: a Unix socket; without it nothing is told anywhere. Beside it lies a file of the
 *     same name with {@code .url} behind it that has the address of the TCP port
 * @param firstPort the TCP port on the loopback interface, or one of the next if that is taken; 0 for any
 */
public record MetricsSettings(Optional<Path> socket, int firstPort) {
    /** Names the TCP port in the environment, where operators can set it. */
    static final String PORT = "VOLTA_METRICS_PORT";

    private static final int LAST_PORT = 65535;

    public static MetricsSettings read(Settings settings, Map<String, String> environment) {
        return new MetricsSettings(
                settings.text("metrics.socket").map(Path::of),
                Optional.ofNullable(environment.get(PORT))
                        .map(text -> port(text, settings))
                        .orElse(0));
    }

    private static int port(String text, Settings settings) {
        try {
            var port = Integer.parseInt(text.strip());
            if (port >= 0 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        settings.problem(PORT + ": '" + text + "' is not a port; 0 to " + LAST_PORT + ", 0 for any");
        return 0;
    }
}
