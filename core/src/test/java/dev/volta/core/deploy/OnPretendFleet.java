package dev.volta.core.deploy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests on three nodes that are only described: one with the controller and a service, two with workers. */
abstract class OnPretendFleet {
    static final String NODES = """
            nodes:
              - {name: n1, labels: [controller, web]}
              - {name: n2, labels: [worker]}
              - {name: n3, labels: [worker]}
            """;

    static final String BUILT_IN = """
              controller: {on: controller, kind: controller}
              worker: {on: worker, kind: worker, after: [controller]}
            """;

    static final String WEB = """
              web: {on: web, command: [serve], after: [worker], ports: [8000]}
            """;

    static final String ALL = NODES + "services:\n" + BUILT_IN + WEB;

    @TempDir
    Path folder;

    PretendFleet fleet;

    @BeforeEach
    void threeNodes() throws Exception {
        fleet = PretendFleet.of(folder, ALL);
    }

    void deployed() {
        fleet.carryOut(fleet.plan());
    }
}
