package dev.volta.core.supervisor;

import dev.volta.core.config.Health;
import dev.volta.core.config.Health.Probe;
import dev.volta.core.config.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gate on this machine, and a supervisor whose only service ends with each test. */
abstract class OnHealthGate {
    static final String SERVICE = "web";

    @TempDir
    Path folder;

    PlainSupervisor supervisor;
    HealthGate gate;

    @BeforeEach
    void onThisMachine() {
        var here = new LocalRemote(new NodeName("here"));
        supervisor = new PlainSupervisor(
                here,
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
        gate = new HealthGate(here, supervisor);
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        supervisor.stop(SERVICE, Duration.ofMillis(200));
    }

    HealthVerdict look(Probe probe) throws InterruptedException {
        return gate.look(SERVICE, new Health(probe, Duration.ofSeconds(2)));
    }

    static ServiceUnit unit(String script) {
        return new ServiceUnit(SERVICE, List.of("sh", "-c", script));
    }
}
