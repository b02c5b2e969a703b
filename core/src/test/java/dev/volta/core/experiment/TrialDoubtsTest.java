package dev.volta.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.report.RaisedWarning;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialDoubtsTest {
    private final TrialDoubts doubts = new TrialDoubts();

    private static RaisedWarning late(String detail) {
        return new RaisedWarning("LATE", detail, "Hurry.");
    }

    @Test
    void saysOnceWhatIsSoInAllTrials() {
        for (var trial = 2; trial <= 4; trial++) {
            doubts.add(trial, List.of(late("came late")));
        }
        assertThat(doubts.all()).containsExactly(late("came late"));
    }

    @Test
    void namesTheTrialsOfWhatIsSoInSome() {
        for (var trial = 1; trial <= 9; trial++) {
            doubts.add(trial, trial == 5 ? List.of() : List.of(late("came late")));
        }
        assertThat(doubts.all()).containsExactly(late("trials 1, 2, 3, 4, 6 and 3 more: came late"));
    }

    @Test
    void joinsWhatDiffersFromTrialToTrialInOneWarning() {
        for (var trial = 1; trial <= 7; trial++) {
            doubts.add(trial, List.of(late(trial + " s late")));
        }
        assertThat(doubts.all())
                .containsExactly(late("trial 1: 1 s late; trial 2: 2 s late; trial 3: 3 s late; trial 4: 4 s late;"
                        + " trial 5: 5 s late; and 2 more"));
    }
}
