package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.metrics.MetricsSettings;
import dev.volta.hashing.node.process.Owner;
import dev.volta.hashing.node.process.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The controller's configuration file.
 *
 * @param socket {@code socket}: where to listen
 * @param state {@code state}: folder of the jobs
 * @param tokens {@code tokens}: folder of the tokens
 * @param heartbeat {@code heartbeat.millis}: how often workers report, 1000 unless given
 * @param leaseTimeout {@code lease.timeout.millis}: silence after which a worker counts as gone, 10000 unless given
 * @param absence {@code absence.timeout.millis}: how long a job waits for workers where none is, 180000 unless given
 * @param clientAbsence {@code client.timeout.millis}: a job whose client was away for so long is ended, 90000 unless given
 * @param metrics {@code metrics.socket}: where to tell metrics; nowhere unless given
 * @param owner {@code owner.lock}: the controller ends when the process that has locked this file has ended
 */
record ControllerSettings(
        Path socket,
        Path state,
        Path tokens,
        Duration heartbeat,
        Duration leaseTimeout,
        Duration absence,
        Duration clientAbsence,
        MetricsSettings metrics,
        Optional<Owner> owner) {

    static ControllerSettings read(Path file) throws IOException {
        Settings settings = new Settings(file);
        ControllerSettings read = new ControllerSettings(
                settings.requiredPath("socket"),
                settings.requiredPath("state"),
                settings.requiredPath("tokens"),
                settings.millis("heartbeat.millis", Duration.ofSeconds(1)),
                settings.millis("lease.timeout.millis", Duration.ofSeconds(10)),
                settings.millis("absence.timeout.millis", Duration.ofMinutes(3)),
                settings.millis("client.timeout.millis", Duration.ofSeconds(90)),
                MetricsSettings.read(settings, System.getenv()),
                settings.owner());
        if (read.leaseTimeout.compareTo(read.heartbeat.multipliedBy(2)) < 0) {
            settings.problem("lease.timeout.millis: " + read.leaseTimeout.toMillis()
                    + " is less than two heartbeats of " + read.heartbeat.toMillis());
        }
        settings.check();
        return read;
    }
}
