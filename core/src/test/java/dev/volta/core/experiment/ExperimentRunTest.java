package dev.volta.core.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Experiment;
import dev.volta.core.config.ExperimentInput;
import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.report.RaisedWarning;
import dev.volta.core.report.ResultsFolder;
import dev.volta.core.report.RunJson;
import dev.volta.core.report.RunRecord;
import dev.volta.core.report.Trial;
import dev.volta.core.report.Verdict;
import dev.volta.core.report.Verdict.Outcome;
import dev.volta.core.report.VoltaVersion;
import dev.volta.core.service.Site;
import dev.volta.core.workload.Progress;
import dev.volta.core.workload.TrialFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The real run of an experiment, with services and work that are pretended. */
@Timeout(60)
class ExperimentRunTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final Instant NOW = Instant.parse("2026-03-01T10:20:30Z");

    @TempDir
    private Path folder;

    private final PretendedWork work = new PretendedWork();

    @Test
    void startsItsServicesMeasuresAndStopsThem() throws Exception {
        work.trial("a").trial("a").trial("a");
        var record = run(1, 2);
        assertThat(record.verdict()).isEqualTo(new Verdict(Outcome.PASSED, 0, "all was pretended"));
        assertThat(record.trials())
                .map(Trial::phase)
                .containsExactly(Trial.Phase.WARMUP, Trial.Phase.MEASURED, Trial.Phase.MEASURED);
        assertThat(work.calls())
                .containsExactly("up", "open /s", "trial r-1", "trial r-2", "trial r-3", "close", "logs", "down");
        assertThat(written()).isEqualTo(record);
    }

    @Test
    void failsWhereTwoTrialsDisagree() throws Exception {
        work.trial("a").trial("b").trial("a");
        var record = run(0, 3);
        assertThat(record.verdict().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(record.verdict().reason()).startsWith("trial 2 found other results than the one before it");
        assertThat(record.trials()).hasSize(2);
        assertThat(work.calls()).endsWith("close", "logs", "down");
    }

    @Test
    void keepsWhatItMeasuredBeforeANodeWasLost() throws Exception {
        work.trial("a").trial(() -> {
            throw new TrialFailure("n1 is lost");
        });
        var record = run(0, 2);
        assertThat(record.verdict()).isEqualTo(new Verdict(Outcome.FAILED, 1, "n1 is lost"));
        assertThat(record.trials()).hasSize(1);
        assertThat(Files.readAllLines(results().resolve(ResultsFolder.SAMPLES_JSONL)))
                .hasSize(1);
        assertThat(work.calls()).endsWith("close", "logs", "down");
    }

    @Test
    void endsOrderlyAndIsRecordedWhenItIsInterrupted() throws Exception {
        work.trial("a").trial(() -> {
            Thread.currentThread().interrupt();
            Thread.sleep(Duration.ofDays(1));
        });
        assertThatThrownBy(() -> run(0, 2)).isInstanceOf(InterruptedException.class);
        assertThat(written().verdict()).isEqualTo(new Verdict(Outcome.INTERRUPTED, 130, "interrupted after 1 trial"));
        assertThat(work.calls()).endsWith("close", "logs", "down");
    }

    @Test
    void stopsWhatWasStartedWhereTheServicesDoNotComeUp() throws Exception {
        work.comesUp(() -> {
            throw new RemoteException(NODE, "no room");
        });
        var record = run(0, 1);
        assertThat(record.verdict()).isEqualTo(new Verdict(Outcome.FAILED, 1, "n1: no room"));
        assertThat(record.warnings()).map(caution -> caution.warning()).contains("NOTHING_MEASURED");
        assertThat(work.calls()).containsExactly("up", "logs", "down");
    }

    @Test
    void saysWhatItCouldNotStop() throws Exception {
        work.trial("a").goesDown(() -> {
            throw new RemoteException(NODE, "the worker stays");
        });
        var record = run(0, 1);
        assertThat(record.verdict().outcome()).isEqualTo(Outcome.PASSED);
        assertThat(record.warnings())
                .filteredOn(caution -> caution.warning().equals("NOT_TORN_DOWN"))
                .singleElement()
                .satisfies(caution -> assertThat(caution.detail()).isEqualTo("n1: the worker stays"));
    }

    @Test
    void beginsNoTrialOnceItWasDisturbed() throws Exception {
        var disturbed = new Verdict(Outcome.FAILED, 76, "somebody else has the fleet");
        work.comesUp(() -> work.disturb(disturbed)).trial("a");
        assertThat(run(0, 1).verdict()).isEqualTo(disturbed);
        assertThat(work.calls()).containsExactly("up", "open /s", "close", "logs", "down");
    }

    @Test
    void doesNotPassWhereTheWorkFellShort() throws Exception {
        work.trial(PretendedWork.outcome("a", List.of("nothing was read"), List.of()));
        assertThat(run(0, 1).verdict()).isEqualTo(new Verdict(Outcome.FAILED, 1, "nothing was read"));
    }

    @Test
    void warnsOfWhatMeasuredTrialsHaveAgainstThem() throws Exception {
        var late = new RaisedWarning("LATE", "came late", "Hurry.");
        work.trial(PretendedWork.outcome("a", List.of(), List.of(late)))
                .trial("a")
                .trial(PretendedWork.outcome("a", List.of(), List.of(late)));
        assertThat(run(1, 2).warnings())
                .filteredOn(caution -> caution.warning().equals("LATE"))
                .containsExactly(new RaisedWarning("LATE", "trial 3: came late", "Hurry."));
    }

    @Test
    void recordsTheMeasuresThatTheWorkHas() throws Exception {
        work.trial("a");
        var record = run(0, 1);
        assertThat(record.quantities()).isEqualTo(work.quantities());
        assertThat(record.trials().getFirst().values().get(PretendedWork.TURNS)).isEqualTo(Fact.known(7.0));
        assertThat(Files.readAllLines(results().resolve(ResultsFolder.SAMPLES_CSV)))
                .containsExactly(
                        "index,phase,started_at,wall_ns,cpu_ns,turns",
                        "1,measured,2026-03-01T10:20:30Z,1000000000,2000000000,7");
        assertThat(Files.readString(results().resolve(ResultsFolder.REPORT_MD))).contains("| 7/s |", "| 7 |");
    }

    private RunRecord run(int warmup, int repeat) throws InterruptedException {
        var input = new ExperimentInput.Local(folder);
        var experiment = new Experiment(
                "pretended",
                new PretendedWork.Described(List.of(input)),
                repeat,
                warmup,
                OptionalInt.empty(),
                Limits.NONE,
                Experiment.Cache.WARM,
                Duration.ofMinutes(1),
                OptionalInt.of(1),
                folder.resolve("results"));
        var results = ResultsFolder.create(
                experiment.out(), NOW, experiment.name(), work.quantities().trial());
        var at = folder.toString();
        var place =
                new Site.Place(NODE, new Site.Folders(Map.of(), at, at, at), "java", false, 1, Limits.NONE, Map.of());
        var kinds = new LinkedHashMap<String, List<Site.Place>>();
        kinds.put("pretended", List.of(place));
        try (var remote = new LocalRemote(NODE)) {
            return new ExperimentRun(
                            experiment,
                            work,
                            new Site(kinds, Optional.empty()),
                            Map.of(NODE, remote),
                            work,
                            RunMetrics.none(),
                            new Circumstances(
                                    "r",
                                    List.of("volta"),
                                    new VoltaVersion("1", Fact.unavailable("a test")),
                                    Map.of(),
                                    List.of(),
                                    () -> NOW),
                            results,
                            new Unobserved())
                    .execute();
        }
    }

    private Path results() throws IOException {
        try (var all = Files.list(folder.resolve("results"))) {
            return all.findFirst().orElseThrow();
        }
    }

    private RunRecord written() throws IOException {
        return RunJson.read(Files.readString(results().resolve(ResultsFolder.RUN)));
    }

    private static final class Unobserved implements Observer {
        @Override
        public void phase(String what) {}

        @Override
        public void trialStarts(PlannedTrial trial, int count) {}

        @Override
        public void progress(Progress progress) {}

        @Override
        public void trialEnds(Trial trial, String brief) {}
    }
}
