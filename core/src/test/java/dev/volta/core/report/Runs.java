package dev.volta.core.report;

import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.facts.HostFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Run records to test with. */
final class Runs {
    static final Fact<TimeSeries> NO_COURSES = Fact.unavailable("not gathered");

    static final Instant START = Instant.parse("2026-03-01T10:20:30Z");
    static final NodeName NODE = new NodeName("node-1");
    static final Quantity BYTES = new Quantity("bytes", "bytes", Unit.BYTES, Quantity.Use.AMOUNT);
    static final Quantity FILES = new Quantity("files", "files", Unit.COUNT, Quantity.Use.DETAIL);
    static final MeasuredQuantities QUANTITIES = MeasuredQuantities.with(
            List.of(BYTES, FILES), "worker", List.of(BYTES, FILES, Quantity.BUSY, Quantity.CPU));

    private static final long MIB = 1 << 20;

    private Runs() {}

    static Trial trial(int index, Trial.Phase phase, long wallMillis, Fact<Long> cpuMillis) {
        var wall = wallMillis * 1_000_000;
        return new Trial(
                index,
                phase,
                index,
                "",
                START.plusSeconds(index),
                values(wall, cpuMillis.map(millis -> millis * 1_000_000), 256 * MIB, 1200),
                List.of(
                        share("worker-1", NODE, 160 * MIB, 700, Fact.known(wall / 10 * 9), cpuMillis),
                        share("worker-2", NODE, 96 * MIB, 500, Fact.unavailable("no heartbeat came"), cpuMillis)));
    }

    static MeasuredValues values(long wall, Fact<Long> cpu, long bytes, long files) {
        return MeasuredValues.NONE
                .with(Quantity.WALL, wall)
                .with(Quantity.CPU, cpu)
                .with(BYTES, bytes)
                .with(FILES, files);
    }

    static Share share(String name, NodeName node, long bytes, long files, Fact<Long> busy, Fact<Long> cpu) {
        return new Share(
                name,
                node,
                MeasuredValues.NONE
                        .with(BYTES, bytes)
                        .with(FILES, files)
                        .with(Quantity.BUSY, busy)
                        .with(Quantity.CPU, cpu));
    }

    static Trial measured(int index, long wallMillis) {
        return trial(index, Trial.Phase.MEASURED, wallMillis, Fact.known(wallMillis * 2));
    }

    /** Measured trials of these wall times in milliseconds. */
    static List<Trial> trials(long... wallMillis) {
        var trials = new ArrayList<Trial>();
        for (var wall : wallMillis) {
            trials.add(measured(trials.size() + 1, wall));
        }
        return trials;
    }

    static WorkloadSummary work() {
        return new WorkloadSummary(
                "digest",
                "sha256 of 1 200 files, 256 MiB",
                Map.of("left out", "1 device, 2 fifos"),
                Map.of("algorithm", "sha256", "inputs", List.of(Map.of("input", "/data/a", "files", 1000))));
    }

    static RunRecord run(List<Trial> trials) {
        return run("hash the tree", trials, TrialWarnings.of(trials));
    }

    static RunRecord run(String name, List<Trial> trials, List<RaisedWarning> warnings) {
        var configuration = new LinkedHashMap<String, Setting>();
        configuration.put("workload.algorithm", new Setting("sha256", "default"));
        configuration.put("workers", new Setting(2, "--workers"));
        configuration.put("inputs", new Setting(List.of("/data/a", "/data/b"), "experiment.yaml:3"));
        return new RunRecord(
                RunRecord.SCHEMA_VERSION,
                "r-7f3a",
                name,
                List.of("volta", "run-experiment", "--mode=local", "--input", "/data/a"),
                START,
                START.plusMillis(12_300),
                new VoltaVersion("0.1.0", Fact.unavailable("not built from a git checkout")),
                new Verdict(Verdict.Outcome.PASSED, 0, "all files were hashed"),
                work(),
                QUANTITIES,
                List.of(),
                OptionalLong.empty(),
                trials,
                warnings,
                Map.of(NODE, host()),
                configuration);
    }

    static HostFacts host() {
        return new HostFacts(
                Fact.known("Example CPU"),
                Fact.known(List.of("sse2", "sha_ni")),
                Fact.known(4),
                Fact.known(8L << 30),
                Fact.known("Linux 6.12.0"),
                Fact.known("x86_64"),
                Fact.known("Debian GNU/Linux 13 (trixie)"),
                Fact.known(Map.of("policy0", "performance", "policy1", "performance")),
                Fact.known(false),
                Fact.known("kvm"),
                Fact.known("Eclipse Adoptium 25.0.3+9-LTS"),
                Fact.known("tsc"),
                Fact.unavailable("no cgroup hierarchy is mounted"),
                Fact.known(4096L),
                Map.of(
                        "/data/a",
                        Fact.known(new HostFacts.FileSystem("/data", "ext4", "/dev/vda1", Fact.known("vda")))));
    }
}
