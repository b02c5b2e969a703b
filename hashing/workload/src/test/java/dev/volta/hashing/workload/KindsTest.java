package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Program;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.facts.Fact;
import dev.volta.core.facts.HostFacts;
import dev.volta.core.service.Site;
import dev.volta.hashing.node.journal.JournalFormat;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KindsTest {
    @ParameterizedTest
    @CsvSource({"0.5, 1", "1.5, 2", "2, 2", "9, 4"})
    void aNodeRunsAWorkerPerProcessorThatTheServiceMayUse(BigDecimal cpus, int workers) {
        var limits = new Limits(Optional.empty(), Optional.of(cpus));
        assertThat(NodeServices.WORKER.processes(worker(limits, Map.of()), host()))
                .isEqualTo(workers);
    }

    @Test
    void aNodeRunsAsManyWorkersAsAreAskedForOrAsItHasProcessors() {
        assertThat(NodeServices.WORKER.processes(worker(Limits.NONE, Map.of(NodeServices.INSTANCES, 7)), host()))
                .isEqualTo(7);
        assertThat(NodeServices.WORKER.processes(worker(Limits.NONE, Map.of()), host()))
                .isEqualTo(4);
    }

    @Test
    void aNodeOfAnySizeRunsNoMoreWorkersThanAControllerTakes() {
        assertThat(NodeServices.WORKER.processes(worker(Limits.NONE, Map.of()), host(1024)))
                .isEqualTo(1024);
        assertThat(NodeServices.WORKER.processes(worker(Limits.NONE, Map.of()), host(2000)))
                .isEqualTo(1024);
    }

    @Test
    void aWorkersUnitTellsItsNode() {
        assertThat(NodeServices.WORKER.isUnitOf(new NodeName("a-b"), "worker-a-b-1"))
                .isTrue();
        assertThat(NodeServices.WORKER.isUnitOf(new NodeName("a"), "worker-a-b-1"))
                .isFalse();
        assertThat(NodeServices.WORKER.isUnitOf(new NodeName("a"), "worker-a-")).isFalse();
    }

    @Test
    void aControllerHasAFileForEachWorkerAndTwoForEachNodeOpen() {
        var kinds = new LinkedHashMap<String, List<Site.Place>>();
        kinds.put("controller", List.of(place("a", 1)));
        kinds.put("worker", List.of(place("b", 3), place("c", 2)));
        assertThat(NodeServices.CONTROLLER.openFiles(new Site(kinds, Optional.empty())))
                .hasValueSatisfying(files -> {
                    assertThat(files.number()).isEqualTo(256 + 5 + 4);
                    assertThat(files.because()).isEqualTo("with 5 workers on 2 nodes");
                });
    }

    @Test
    void aControllerGoesOnWithJobsOfItsVersionAlone() {
        var kept = NodeServices.CONTROLLER.kept().orElseThrow();
        assertThat(kept.objection().apply(head(JournalFormat.VERSION))).isEmpty();
        assertThat(kept.objection().apply(head(3)))
                .contains("was written in version 3 of the journal,"
                        + " and the controller that would be started reads version 2");
        // The controller itself says what is wrong with these, or makes nothing of them.
        assertThat(kept.objection().apply(new byte[8])).isEmpty();
        assertThat(kept.objection().apply(new byte[5])).isEmpty();
    }

    private static byte[] head(int version) {
        return ByteBuffer.allocate(8)
                .putInt(0x564A4E4C)
                .putShort((short) version)
                .array();
    }

    private static Site.Place place(String node, int processes) {
        var folders = new Site.Folders(Map.of(), "/c", "/r", "/s");
        return new Site.Place(new NodeName(node), folders, "java", false, processes, Limits.NONE, Map.of());
    }

    private static ServiceSpec worker(Limits limits, Map<String, Object> settings) {
        return new ServiceSpec(
                "worker",
                Placement.Labelled.parse("*"),
                new Program.OfKind("worker"),
                List.of(),
                Map.of(),
                settings,
                limits,
                List.of(),
                Map.of(),
                Optional.empty());
    }

    /** With four processors. */
    private static HostFacts host() {
        return host(4);
    }

    private static HostFacts host(int processors) {
        return new HostFacts(
                no(),
                no(),
                Fact.known(processors),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                no(),
                Map.of());
    }

    private static <T> Fact<T> no() {
        return Fact.unavailable("not asked");
    }
}
