package dev.volta.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.core.config.NodeName;
import dev.volta.core.metrics.MetricSample.Told;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleWritersTest {
    private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.250Z");
    private static final NodeName NODE = new NodeName("n1");

    private static final MetricSample OF_NODE = new MetricSample(
            TIME,
            NODE,
            Optional.empty(),
            new Told.Values(List.of(Series.gauge("used_bytes", "In use", 1e15)), List.of("no disk: none")));

    private static final MetricSample OF_SERVICE = new MetricSample(
            TIME,
            NODE,
            Optional.of("api"),
            new Told.Values(
                    List.of(
                            Series.counter("done_total", "Done \\ here\nand there", 0.5)
                                    .with("node", "a\"b\\c\nd")
                                    .with("k", "x;y=z"),
                            Series.gauge("odd", "", Double.NaN),
                            Series.gauge("much", "", Double.POSITIVE_INFINITY)),
                    List.of()));

    private static final MetricSample SILENT =
            new MetricSample(TIME.plusSeconds(1), NODE, Optional.of("api"), new Told.Nothing("does not answer: gone"));

    private final StringBuilder out = new StringBuilder();

    private String written(SampleWriter writer, MetricSample... samples) {
        for (var sample : samples) {
            writer.take(sample);
        }
        writer.finish();
        return out.toString();
    }

    @Test
    void csvHasALineForEachNumber() {
        assertThat(written(new CsvSamples(out), OF_NODE, OF_SERVICE, SILENT)).isEqualTo("""
                time,node,service,metric,labels,value
                2026-01-01T00:00:00.250Z,n1,,volta_up,,1
                2026-01-01T00:00:00.250Z,n1,,used_bytes,,1000000000000000
                2026-01-01T00:00:00.250Z,n1,api,volta_up,,1
                2026-01-01T00:00:00.250Z,n1,api,done_total,"node=a""b\\\\c
                d;k=x\\;y\\=z",0.5
                2026-01-01T00:00:00.250Z,n1,api,odd,,NaN
                2026-01-01T00:00:00.250Z,n1,api,much,,+Inf
                2026-01-01T00:00:01.250Z,n1,api,volta_up,,0
                """);
    }

    @Test
    void jsonHasALineForEachSampleAndTheReasons() throws Exception {
        var lines = written(new JsonSamples(out), OF_NODE, OF_SERVICE, SILENT)
                .lines()
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .isEqualTo("{\"time\":\"2026-01-01T00:00:00.250Z\",\"node\":\"n1\",\"up\":true,\"metrics\":"
                        + "[{\"name\":\"used_bytes\",\"value\":1000000000000000}],\"missing\":[\"no disk: none\"]}");
        var service = new ObjectMapper().readTree(lines.get(1));
        assertThat(service.at("/service").asText()).isEqualTo("api");
        assertThat(service.at("/metrics/0/labels/node").asText()).isEqualTo("a\"b\\c\nd");
        assertThat(service.at("/metrics/0/value").asDouble()).isEqualTo(0.5);
        assertThat(service.at("/metrics/1/value").asText()).isEqualTo("NaN");
        assertThat(service.has("missing")).isFalse();
        var silent = new ObjectMapper().readTree(lines.get(2));
        assertThat(silent.at("/up").asBoolean()).isFalse();
        assertThat(silent.at("/missing/0").asText()).isEqualTo("does not answer: gone");
        assertThat(silent.has("metrics")).isFalse();
    }

    @Test
    void prometheusHasTheLastStateAndCanBeReadBack() {
        var text = written(new PrometheusSamples(out), SILENT, OF_NODE, OF_SERVICE);
        assertThat(text)
                .contains("# HELP done_total Done \\\\ here\\nand there\n# TYPE done_total counter\n")
                .contains("done_total{node=\"n1\",service=\"api\",exported_node=\"a\\\"b\\\\c\\nd\",k=\"x;y=z\"} 0.5\n")
                .contains("# TYPE volta_up gauge\nvolta_up{node=\"n1\",service=\"api\"} 1\nvolta_up{node=\"n1\"} 1\n");
        var read = Exposition.parse(text);
        assertThat(read).hasSize(6);
        assertThat(read.stream()
                        .filter(one -> one.name().equals("done_total"))
                        .findFirst()
                        .orElseThrow()
                        .labels())
                .containsEntry("exported_node", "a\"b\\c\nd");
    }

    @Test
    void prometheusForgetsTheNumbersOfWhatIsSilent() {
        assertThat(written(new PrometheusSamples(out), OF_SERVICE, SILENT)).isEqualTo("""
                # HELP volta_up Whether the node or the service answered
                # TYPE volta_up gauge
                volta_up{node="n1",service="api"} 0
                """);
    }
}
