package dev.volta.core.plan;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.NodeName;
import dev.volta.core.supervisor.ServiceUnit;
import dev.volta.core.workload.PlannedService.PlacedFile;
import java.time.Duration;

/** One thing to do on one node. Steps are idempotent: done twice is done once. */
public sealed interface Step {
    NodeName node();

    /** What this step does, in a few words, without secrets. */
    String tell();

    /** Makes a folder that only its owner can enter. Undone by removing it with all that is in it. */
    record MakeFolder(NodeName node, String path) implements Step {
        @Override
        public String tell() {
            return "make folder " + path;
        }
    }

    /** Writes a file that only its owner can read. */
    record WriteFile(NodeName node, PlacedFile file) implements Step {
        @Override
        public String tell() {
            return "write " + file.path() + (file.secret() ? " (secret)" : "");
        }
    }

    /** Starts a service. Undone by stopping it. */
    record StartService(NodeName node, String services, ServiceUnit unit) implements Step {
        @Override
        public String tell() {
            return "start " + unit.name() + ": " + Command.of(unit.argv()).quoted();
        }
    }

    /** Waits until a service has made its socket. */
    record AwaitSocket(NodeName node, String services, String service, String socket, Duration patience)
            implements Step {
        @Override
        public String tell() {
            return "wait up to " + patience.toSeconds() + " s for " + socket + " of " + service;
        }
    }
}
