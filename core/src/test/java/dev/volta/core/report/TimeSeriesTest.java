package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
    private static final PlottedMeasure CPU = PlottedMeasure.OF_NODES.get(0);
    private static final PlottedMeasure MEMORY = PlottedMeasure.OF_NODES.get(1);

    private final TimeSeries courses = new TimeSeries(PlottedMeasure.OF_NODES);

    private void add(PlottedMeasure measure, String part, double second, double value) {
        courses.add(measure, Runs.NODE, part, Runs.START.plusNanos((long) (second * 1e9)), value);
    }

    private List<List<TimeSeries.Point>> cpu() {
        return courses.course(CPU, Runs.NODE);
    }

    @Test
    void aRunOfAnyLengthBecomesAFewHundredMeans() {
        for (var second = 0; second < 10_000; second++) {
            add(CPU, "", second, second % 2);
        }
        assertThat(cpu()).hasSize(1);
        assertThat(cpu().getFirst())
                .hasSizeBetween(200, 512)
                .allSatisfy(point -> assertThat(point.value()).isCloseTo(0.5, within(0.05)));
        assertThat(Duration.between(courses.start(), courses.end()).toSeconds()).isBetween(9_990L, 10_050L);
    }

    @Test
    void whereNothingIsKnownTheLineBreaks() {
        add(CPU, "", 0, 0.5);
        add(CPU, "", 1, 0.5);
        add(CPU, "", 30, 0.7);
        assertThat(cpu()).hasSize(2);
        assertThat(cpu().get(1)).extracting(TimeSeries.Point::value).containsExactly(0.7);
    }

    @Test
    void thePartsOfANodeAreAddedUpEvenIfTheyAreSeenAtDifferentTimes() {
        for (var second = 0; second < 10; second++) {
            add(CPU, "a", second, 1);
            add(CPU, "b", second + 0.6, 2);
        }
        assertThat(cpu()).hasSize(1);
        assertThat(cpu().getFirst().subList(1, 20))
                .allSatisfy(point -> assertThat(point.value()).isEqualTo(3));
    }

    @Test
    void theReportDrawsALinePerNodeOverTheTrials() {
        var other = new NodeName("node-2");
        for (var second = 0; second < 8; second++) {
            add(CPU, "", second, 0.5);
            add(MEMORY, "", second, 3L << 30);
            courses.add(CPU, other, "", Runs.START.plusSeconds(second), 1);
        }
        var page = HtmlReport.of(Runs.run(Runs.trials(100, 101, 102)), Fact.known(courses));
        assertThat(page)
                .containsOnlyOnce("<section id=\"courses\">")
                .contains(
                        "class=\"course course-0\"", "class=\"course course-1\"", "2 nodes over 7.50 s, at most 100 %")
                .contains("1 node over 7.50 s, at most 3.00 GiB")
                .contains("<title>trial 2 (measured)</title>")
                .contains("<h3>Disk, read</h3>\n<p class=\"missing\">unavailable:")
                .doesNotContain("NaN", "Infinity");
    }

    @Test
    void ofManyNodesTheFirstAreDrawnAndTheRestIsToldOf() {
        for (var node = 10; node < 30; node++) {
            courses.add(CPU, new NodeName("n" + node), "", Runs.START, 1);
        }
        assertThat(HtmlReport.of(Runs.run(Runs.trials(100)), Fact.known(courses)))
                .contains("Of 20 nodes the first 6; metrics.csv has all.")
                .doesNotContain("course-6");
    }
}
