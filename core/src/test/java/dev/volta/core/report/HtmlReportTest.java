package dev.volta.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static final String EVIL = "<script>alert('x')</script>&\"\n\u202e";

    private static String page(long... wallMillis) {
        return HtmlReport.of(Runs.run(Runs.trials(wallMillis)), Runs.NO_COURSES);
    }

    @Test
    void refersToNothingOutsideItself() {
        assertThat(page(100, 101, 102, 103, 104, 105))
                .doesNotContainPattern("(?i)https?:|//[a-z]|url\\(|@import|<script|<link|<img|<iframe|src=|href=")
                .contains("default-src 'none'");
    }

    @Test
    void writesADecimalPointInEveryLocale() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertThat(page(100, 110, 120, 130, 140, 150)).doesNotContainPattern("(x|y|cx|x1)=\"\\d+,\\d");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void hasEverySection() {
        var page = page(100, 101, 102, 103, 104, 105);
        for (var id : List.of(
                "headline", "warnings", "spread", "order", "courses", "shares", "trials", "hosts", "configuration")) {
            assertThat(page).containsOnlyOnce("<section id=\"" + id + "\"");
        }
        assertThat(page).contains("100 … 105 ms (±2.44 %)", "Example CPU", "<td>--workers</td>", "r-7f3a");
    }

    @Test
    void showsAMissingMeasurementWithItsReason() {
        var trial = Runs.trial(1, Trial.Phase.MEASURED, 100, Fact.unavailable("the cgroup was gone"));
        assertThat(HtmlReport.of(Runs.run(List.of(trial)), Runs.NO_COURSES))
                .contains("<h2>CPU time</h2><strong class=\"missing\">unavailable</strong><span>the cgroup was gone")
                .contains("<td class=\"missing\">unavailable: no cgroup hierarchy is mounted</td>")
                .contains("unavailable: no heartbeat came")
                .contains("none: needs 6 runs, has 1");
    }

    @Test
    void standsWithoutAnyTrial() {
        assertThat(HtmlReport.of(Runs.run(List.of()), Runs.NO_COURSES))
                .contains("unavailable: no measured trial", "nothing measured");
    }

    @Test
    void escapesEveryNameThatComesFromOutside() {
        var share = Runs.share(EVIL, new NodeName("n"), 1, 1, Fact.unavailable(EVIL), Fact.known(1L));
        var trial = new Trial(
                1,
                Trial.Phase.MEASURED,
                1,
                "",
                Runs.START,
                Runs.values(9, Fact.unavailable(EVIL), 1, 1),
                List.of(share));
        var run = Runs.run(EVIL, List.of(trial), List.of(new RaisedWarning(RunWarning.COLD_UNPROVEN, EVIL)));
        assertThat(HtmlReport.of(run, Runs.NO_COURSES))
                .doesNotContain("<script", "\u202e", "alert('")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;\\n\\u202e");
    }

    @Test
    void drawsWellFormedPicturesThatScreenReadersCanName() throws Exception {
        var many = new ArrayList<Trial>();
        many.add(Runs.trial(1, Trial.Phase.WARMUP, 300, Fact.known(1L)));
        for (var i = 2; i < 40; i++) {
            many.add(Runs.measured(i, i == 20 ? 900 : 100 + i % 5));
        }
        for (var trials : List.of(many, Runs.trials(100), Runs.trials(7, 7, 7, 7, 7, 7, 7))) {
            var pictures = pictures(Runs.run(trials));
            assertThat(pictures).hasSize(3);
            requireWellFormed(pictures);
        }
    }

    private static List<String> pictures(RunRecord run) {
        return Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
                .matcher(HtmlReport.of(run, Runs.NO_COURSES))
                .results()
                .map(found -> found.group())
                .toList();
    }

    private static void requireWellFormed(List<String> pictures) throws Exception {
        for (var picture : pictures) {
            var root = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(picture)))
                    .getDocumentElement();
            assertThat(root.getElementsByTagName("title").item(0).getTextContent())
                    .isNotBlank();
            assertThat(root.getElementsByTagName("desc").item(0).getTextContent())
                    .isNotBlank();
            assertThat(picture).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void marksOutliersAndWarmUp() {
        var page = page(100, 101, 102, 100, 101, 102, 900);
        assertThat(page.split("class=\"dot outlier\"", -1)).hasSize(3);
        assertThat(page).doesNotContain("class=\"dot hollow\"");
        assertThat(HtmlReport.of(
                        Runs.run(
                                List.of(Runs.trial(1, Trial.Phase.WARMUP, 100, Fact.known(1L)), Runs.measured(2, 100))),
                        Runs.NO_COURSES))
                .containsOnlyOnce("class=\"dot hollow\"");
    }

    @Test
    void showsTheEndsOfALargeFleet() {
        var shares = new ArrayList<Share>();
        for (var i = 1; i <= 100; i++) {
            shares.add(Runs.share("w" + i, new NodeName("n"), i, 1, Fact.known(1L), Fact.known(1L)));
        }
        var trial = new Trial(1, Trial.Phase.MEASURED, 1, "", Runs.START, Runs.values(9, Fact.known(1L), 1, 1), shares);
        assertThat(HtmlReport.of(Runs.run(List.of(trial)), Runs.NO_COURSES))
                .contains("48 of 100 workers", ">w100<", ">w1<", ">w24<", ">w77<")
                .doesNotContain(">w25<", ">w76<");
    }

    @Test
    void comparesVariantsInAForest() throws Exception {
        var run = VariantRuns.run(30, 1, 1.03, 1.009, 0.8);
        var page = HtmlReport.of(run, Runs.NO_COURSES);
        for (var id : List.of("variants", "comparison", "results", "spread", "order", "nodes", "trials")) {
            assertThat(page).containsOnlyOnce("<section id=\"" + id + "\"");
        }
        assertThat(page)
                .doesNotContain("id=\"headline\"", "id=\"shares\"")
                .contains(
                        "<td>sort --parallel=2 words</td>", "30 blocks of 4 variants, in an order drawn with seed 7.");
        var pictures = pictures(run);
        assertThat(pictures).hasSize(1 + 1 + 2 * 4);
        requireWellFormed(pictures);
        assertThat(pictures.getFirst())
                .contains("<title id=\"forest-t\">Ratios of wall times to a</title>")
                .containsPattern("<circle class=\"worse\".*<title>b: the interval lies above 1.01</title>")
                .containsPattern(
                        "<circle class=\"undecided\".*<title>c: the interval reaches from below 1.01 to above it<")
                .containsPattern("<circle class=\"not-worse\".*<title>d: the interval lies at or below 1.01</title>");
        var ids = Pattern.compile("id=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void escapesTheNamesOfVariantsInEveryTableAndPicture() {
        var node = new NodeName("n");
        var trials = new ArrayList<Trial>();
        for (var block = 1; block <= 6; block++) {
            for (var variant : List.of(EVIL, EVIL + "2")) {
                var shares =
                        List.of(new Share("n", node, values(block)), new Share("m", new NodeName("m"), values(block)));
                trials.add(VariantRuns.measured(trials.size() + 1, block, variant, 1000L * block, shares));
            }
        }
        var run = VariantRuns.of(List.of(new Variant(EVIL, EVIL), new Variant(EVIL + "2", EVIL)), trials);
        assertThat(HtmlReport.of(run, Runs.NO_COURSES)).doesNotContain("<script", "\u202e", "alert('");
        assertThat(MarkdownReport.of(run)).doesNotContain("\u202e").doesNotContainPattern("[^\\\\]<script");
    }

    private static MeasuredValues values(long wall) {
        return MeasuredValues.NONE.with(Quantity.WALL, wall).with(Quantity.CPU, wall);
    }

    @Test
    void drawsRatiosWithoutAnIntervalAndThoseThatAreFarApart() throws Exception {
        for (var run : List.of(
                VariantRuns.run(3, 1, 1.2),
                VariantRuns.run(8, 1, 4000, 0.0001),
                VariantRuns.ofMillis(new double[] {7, 7, 7, 7, 7, 7}, new double[] {7, 7, 7, 7, 7, 7}),
                VariantRuns.of(2, List.of(VariantRuns.measured(1, 1, "a", 100, List.of()))),
                VariantRuns.of(2, List.of()))) {
            requireWellFormed(pictures(run));
        }
        assertThat(HtmlReport.of(VariantRuns.of(2, List.of()), Runs.NO_COURSES))
                .contains(">unavailable: no block has both</text>");
    }

    @Test
    void hasAStripForEachNodeAndVariant() throws Exception {
        var run = VariantRuns.onNodes(3, 5, 1, 1.1);
        assertThat(StripPlot.Strip.ofNodes(run))
                .extracting(StripPlot.Strip::name)
                .containsExactly(
                        "a on node-1", "a on node-2", "a on node-3", "b on node-1", "b on node-2", "b on node-3");
        assertThat(StripPlot.Strip.ofNodes(run))
                .allSatisfy(strip -> assertThat(strip.dots()).hasSize(5));
        assertThat(HtmlReport.of(run, Runs.NO_COURSES))
                .containsOnlyOnce("<section id=\"nodes\"")
                .containsPattern("<title>b on node-3, trial 1[12]: ")
                .containsPattern("<tr><td>node-3</td><td>b</td><td>1[0-9]{2} ms</td><td>[0-9.]+ ms</td></tr>");
        requireWellFormed(pictures(run));
        assertThat(StripPlot.Strip.ofNodes(VariantRuns.onNodes(1, 5, 1, 1.1))).isEmpty();
        assertThat(StripPlot.Strip.ofNodes(Runs.run(Runs.trials(100, 101)))).isEmpty();
    }
}
