package dev.volta.core.plan;

import dev.volta.core.config.DurationFormat;
import dev.volta.core.config.Health;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.supervisor.ServiceUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** One thing to do on one node. Steps are idempotent: done twice is done once. */
public sealed interface Step {
    NodeName node();

    /** What this step does, in a few words, without secrets. */
    String tell();

    /** Writes a file that only its owner can read. */
    record WriteFile(NodeName node, PlacedFile file) implements Step {
        @Override
        public String tell() {
            return "write " + file.path() + (file.secret() ? " (secret)" : "");
        }
    }

    /** Copies a file of this machine, readable by everybody there. */
    record PushFile(NodeName node, Path source, String target) implements Step {
        @Override
        public String tell() {
            return "push " + source.getFileName() + " to " + target;
        }
    }

    /** Unpacks a compressed tar file of this machine in a folder, which is there whole or not at all. */
    record Unpack(NodeName node, Path archive, String folder) implements Step {
        @Override
        public String tell() {
            return "unpack " + archive.getFileName() + " to " + folder;
        }
    }

    /** Starts a service. */
    record StartService(NodeName node, ServiceUnit unit) implements Step {
        @Override
        public String tell() {
            return "start " + unit.name() + ": " + Command.of(unit.argv()).quoted();
        }
    }

    /** Stops a service. */
    record StopService(NodeName node, String service) implements Step {
        @Override
        public String tell() {
            return "stop " + service;
        }
    }

    /** Has the supervisor forget a service that was stopped. */
    record RemoveService(NodeName node, String service) implements Step {
        @Override
        public String tell() {
            return "remove " + service;
        }
    }

    /**
     * Waits until a service is healthy, and until its process stays.
     *
     * @param health its check; absent: it only has to stay
     * @param stays how long its process must have run without a break
     */
    record AwaitHealth(NodeName node, String service, Optional<Health> health, Duration stays) implements Step {
        @Override
        public String tell() {
            return health.map(check -> "wait up to " + DurationFormat.inWords(check.timeout()) + " for "
                            + check.probe().told() + " of " + service)
                    .orElse("see that " + service + " stays up");
        }
    }
}
