package dev.volta.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.metrics.MetricSample;
import dev.volta.core.metrics.Series;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.RunWarning;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OtherLoadTest {
    private static final NodeName NODE = new NodeName("n1");

    private final OtherLoad load = new OtherLoad(List.of(NODE));

    /** Seconds of two processors, by the kernel's counters. */
    private void node(double user, double system, double idle, double steal) {
        var series = new ArrayList<Series>();
        Map.of("user", user, "system", system, "idle", idle, "iowait", 0.0, "steal", steal)
                .forEach((mode, seconds) ->
                        series.add(series("volta_node_cpu_seconds_total", Map.of("mode", mode), seconds)));
        take(Optional.empty(), series);
    }

    private void worker(double seconds) {
        take(Optional.of("worker-n1-1"), List.of(series("process_cpu_seconds_total", Map.of(), seconds)));
    }

    private static Series series(String name, Map<String, String> labels, double value) {
        return new Series(new Series.Family(name, Series.Kind.COUNTER, ""), name, new LinkedHashMap<>(labels), value);
    }

    private void take(Optional<String> service, List<Series> series) {
        load.take(new MetricSample(Instant.EPOCH, NODE, service, new MetricSample.Told.Values(series, List.of())));
    }

    @Test
    void workOfItsOwnServicesIsNoOtherLoad() {
        node(100, 10, 500, 0);
        worker(3);
        node(108, 11, 501, 0);
        worker(12);
        assertThat(load.doubts()).isEmpty();
    }

    @Test
    void tellsWhatOtherProgramsHad() {
        node(100, 10, 500, 0);
        worker(3);
        node(109, 11, 500, 0);
        worker(7);
        assertThat(load.doubts())
                .containsExactly(new RaisedWarning(
                        RunWarning.OTHER_LOAD, "n1: other programs had 60.0 % of all processors' time while it ran"));
    }

    @Test
    void aServiceThatWasStartedAnewCountsFromZero() {
        node(100, 10, 500, 0);
        worker(50);
        node(104, 10, 504, 0);
        worker(4);
        assertThat(load.doubts()).isEmpty();
    }

    @Test
    void tellsWhatTheHypervisorTook() {
        node(100, 10, 500, 7);
        worker(0);
        node(105, 10, 504, 8);
        worker(5);
        assertThat(load.doubts())
                .containsExactly(new RaisedWarning(
                        RunWarning.STOLEN_TIME, "n1: the hypervisor gave 10.0 % of its processors' time to others"));
    }

    @Test
    void oneLookTellsNothingAndSaysSo() {
        node(100, 10, 500, 0);
        assertThat(load.doubts())
                .containsExactly(new RaisedWarning(RunWarning.LOAD_UNKNOWN, "too few looks at the processors of n1"));
    }
}
