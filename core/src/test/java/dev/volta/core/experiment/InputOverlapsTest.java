package dev.volta.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.ExperimentInput;
import dev.volta.core.experiment.InputOverlaps.Seen;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.RunWarning;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputOverlapsTest {
    private static Seen seen(String input, String real) {
        return new Seen(ExperimentInput.parse(input), real);
    }

    @Test
    void namesInputsThatAreTheSameOrLieInOneAnother() {
        var overlaps = new InputOverlaps();
        overlaps.add(List.of(
                seen("a/b", "/d/a/b"),
                seen("a", "/d/a"),
                seen("link", "/d/a"),
                seen("ab", "/d/ab"),
                seen("c", "/d/c")));
        overlaps.add(List.of(seen("n2:/d/a", "/d/a"), seen("shared:/", "/"), seen("n2:/d/a/b/c/d", "/d/a/b/c/d")));
        assertThat(overlaps.caution())
                .contains(new RaisedWarning(
                        RunWarning.INPUTS_OVERLAP,
                        "'link' is the same as 'a'; 'a/b' lies in 'a'; 'n2:/d/a' lies in 'shared:/';"
                                + " 'n2:/d/a/b/c/d' lies in 'n2:/d/a'"));
    }

    @Test
    void hasNothingToSayOfInputsThatAreApart() {
        var overlaps = new InputOverlaps();
        overlaps.add(List.of(seen("n2:/a", "/a"), seen("n2:/ab", "/ab")));
        overlaps.add(List.of(seen("n3:/a", "/a")));
        assertThat(overlaps.caution()).isEmpty();
    }

    @Test
    void namesTheFirstOfManyAndCountsTheRest() {
        var all = new ArrayList<>(List.of(seen("a", "/a")));
        for (var i = 0; i < 1000; i++) {
            all.add(seen("a/" + i, "/a/" + i));
        }
        var overlaps = new InputOverlaps();
        overlaps.add(all);
        assertThat(overlaps.caution().orElseThrow().detail()).endsWith("'a/4' lies in 'a'; 995 more");
    }
}
