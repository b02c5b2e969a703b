package dev.volta.core.deploy;

import static dev.volta.core.deploy.PretendFleet.told;
import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.supervisor.ServiceState;
import org.junit.jupiter.api.Test;

class ShutdownTest extends OnPretendFleet {
    @Test
    void stopsInReverseOrderWhatIsNotDescribedFirst() throws Exception {
        deployed();
        fleet.describe(NODES + "services:\n" + BUILT_IN + "  other: {on: web, command: [other]}\n");
        assertThat(told(fleet.shutdown()))
                .containsExactly(
                        "stop what is not described / n1: stop web",
                        "stop worker / n2: stop worker-n2-1",
                        "stop worker / n3: stop worker-n3-1",
                        "stop controller / n1: stop controller");
        fleet.carryOut(fleet.shutdown());
        assertThat(fleet.shutdown().stages()).isEmpty();
    }

    @Test
    void stopsWhatNobodyWatches() {
        deployed();
        fleet.carryOut(fleet.shutdown());
        fleet.state("n1", "web", new ServiceState.Unwatched(12));
        assertThat(told(fleet.shutdown())).containsExactly("stop web / n1: stop web");
    }
}
