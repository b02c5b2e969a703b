package dev.volta.hashing.node.worker;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.node.metrics.MetricsSettings;
import dev.volta.hashing.node.process.Owner;
import dev.volta.hashing.node.process.Settings;
import dev.volta.hashing.node.process.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The worker's configuration file.
 *
 * @param id {@code id}: the worker's name, unique for a controller
 * @param node {@code node}: the node on which it runs; roots bound to this node are its
 * @param socket {@code socket}: the controller's socket, or the near end of a link to it
 * @param tokenFile {@code token.file}: holds this worker's token
 * @param warmUp {@code warm.up}: the algorithm to be ready for before the first job comes; none unless given
 * @param metrics {@code metrics.socket}: where to tell metrics; nowhere unless given
 * @param owner {@code owner.lock}: the worker ends when the process that has locked this file has ended
 */
record WorkerSettings(
        String id,
        String node,
        Path socket,
        Path tokenFile,
        Optional<Algorithm> warmUp,
        MetricsSettings metrics,
        Optional<Owner> owner) {
    static WorkerSettings read(Path file) throws IOException {
        Settings settings = new Settings(file);
        WorkerSettings read = new WorkerSettings(
                settings.requiredText("id"),
                settings.requiredText("node"),
                settings.requiredPath("socket"),
                settings.requiredPath("token.file"),
                settings.text("warm.up").flatMap(name -> algorithm(name, settings)),
                MetricsSettings.read(settings, System.getenv()),
                settings.owner());
        settings.check();
        return read;
    }

    private static Optional<Algorithm> algorithm(String name, Settings settings) {
        Optional<Algorithm> algorithm = Algorithm.named(name);
        if (algorithm.isEmpty()) {
            settings.problem("warm.up: '" + name + "' is no algorithm");
        }
        return algorithm;
    }

    String token() throws UnusableException {
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new UnusableException("the token cannot be read: " + e, e);
        }
    }
}
