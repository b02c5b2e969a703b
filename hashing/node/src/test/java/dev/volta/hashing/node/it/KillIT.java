package dev.volta.hashing.node.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.hashing.engine.Algorithm;
import dev.volta.hashing.engine.Symlinks;
import dev.volta.hashing.node.client.ControllerClient;
import dev.volta.hashing.node.job.BatchLimits;
import dev.volta.hashing.node.job.JobId;
import dev.volta.hashing.node.job.JobResult;
import dev.volta.hashing.node.job.JobSpec;
import dev.volta.hashing.node.job.JobSummary;
import dev.volta.hashing.node.job.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILLs workers and the controller at random while jobs run, and starts them again. {@code -Dvolta.kills=N} and
 * {@code -Dvolta.seed=N} choose how often and where.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("volta.kills", 50);
    private static final int SMALL_FILES = 4000;
    private static final long SPARSE_BYTES = 192L << 20;
    private static final Pattern LEASE = Pattern.compile("\"event\":\"(Granted|Requeued)\",\"lease\":(\\d+),"
            + "\"worker\":\"([^\"]+)\",\"lane\":\\d+,\"(?:files|unfinished)\":(\\d+)");

    @TempDir
    Path folder;

    private final AtomicLong moved = new AtomicLong();
    private final Map<String, Integer> seen = new TreeMap<>();

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void noKillLosesAResultOrRedoesMoreThanOneBatch() throws Exception {
        long seed = Long.getLong("volta.seed", System.nanoTime());
        System.out.println("KillIT: " + KILLS + " kills, -Dvolta.seed=" + seed);
        Random random = new Random(seed);
        Path tree = folder.resolve("tree");
        Trees.small(tree, SMALL_FILES, 3000, seed);
        for (int i = 0; i < 6; i++) {
            Trees.sparse(tree.resolve("d" + i * 5).resolve("sparse" + i), SPARSE_BYTES);
        }
        SortedMap<String, String> expected = Trees.manifest(tree, "SHA-256");

        int kills = 0;
        int jobs = 0;
        Fleet fleet = new Fleet(folder);
        try (fleet;
                ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
            fleet.controller().worker("w1", "n").worker("w2", "n");
            while (kills < KILLS) {
                JobSpec spec = new JobSpec(
                        new JobId("job" + jobs++),
                        Algorithm.SHA256,
                        Symlinks.SKIP,
                        List.of(Root.anywhere(Trees.raw(tree))),
                        List.of(),
                        new BatchLimits(64, 1 << 30));
                try (ControllerClient client = fleet.client()) {
                    Future<JobSummary> running = waiting.submit(
                            () -> client.run(spec, progress -> moved.set(progress.filesDone() + progress.bytesDone())));
                    List<String> killed = killWhile(
                            running,
                            fleet,
                            random,
                            KILLS - kills,
                            fleet.events(spec.id().value()));
                    kills += killed.size();
                    running.get(120, TimeUnit.SECONDS);

                    List<JobResult> results = new ArrayList<>();
                    client.results(spec.id(), results::add);
                    assertThat(Trees.manifest(results)).isEqualTo(expected);
                    assertThat(results).hasSize(expected.size());
                    assertThat(results.stream().map(JobResult::path)).isSorted();
                    assertRedone(fleet.events(spec.id().value()), killed);
                    client.forget(spec.id());
                    moved.set(0);
                }
            }
        }
        System.out.println("KillIT: " + kills + " kills in " + jobs + " jobs, events " + seen);
        assertThat(fleet.processesLeft()).isZero();
    }

    /** Kills somebody whenever the job has moved on since the last kill, so that there is work in hand to lose. */
    private List<String> killWhile(Future<JobSummary> running, Fleet fleet, Random random, int most, Path events)
            throws IOException, InterruptedException {
        List<String> killed = new ArrayList<>();
        while (killed.size() < most && movesOn(running)) {
            TimeUnit.MILLISECONDS.sleep(random.nextInt(150));
            if (!running.isDone()) {
                String victim = fleet.names().get(random.nextInt(fleet.names().size()));
                if (isOnASuspect(victim, events)) {
                    victim = Fleet.CONTROLLER;
                }
                fleet.kill(victim);
                killed.add(victim);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
                fleet.start(victim);
            }
        }
        return killed;
    }

    /** Whether it has a file over which another was killed already: a file that loses three workers is given up. */
    private static boolean isOnASuspect(String victim, Path events) throws IOException {
        return Files.readAllLines(events).stream()
                .filter(line -> line.contains("\"worker\":\"" + victim + "\"") && line.contains("\"lease\""))
                .reduce((earlier, later) -> later)
                .filter(line -> line.contains("\"Suspected\""))
                .isPresent();
    }

    private boolean movesOn(Future<JobSummary> running) throws InterruptedException {
        long before = moved.get();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!running.isDone() && moved.get() <= before) {
            assertThat(System.nanoTime()).as("the job stands still").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        return !running.isDone();
    }

    /** Each killed worker costs at most the unfinished part of one batch of its own; a killed controller costs none. */
    private void assertRedone(Path events, List<String> killed) throws IOException {
        Map<String, Integer> granted = new HashMap<>();
        Map<String, Integer> requeues = new HashMap<>();
        List<String> log = Files.readAllLines(events);
        for (String line : log) {
            seen.merge(line.split("\"", -1)[7], 1, Integer::sum);
            Matcher lease = LEASE.matcher(line);
            if (!lease.find()) {
                continue;
            }
            int files = Integer.parseInt(lease.group(4));
            if (lease.group(1).equals("Granted")) {
                granted.put(lease.group(2), files);
            } else {
                int whole = granted.getOrDefault(lease.group(2), 0);
                // The controller may be killed after it wrote a lease down and before the worker heard of it.
                if (files < whole || !line.contains("controller restarted")) {
                    requeues.merge(lease.group(3), 1, Integer::sum);
                }
                assertThat(files).as(line).isPositive().isLessThanOrEqualTo(whole);
            }
        }
        requeues.forEach((worker, count) -> assertThat((long) count)
                .as("batches of %s that were redone, killed: %s, see %s", worker, killed, log)
                .isLessThanOrEqualTo(killed.stream().filter(worker::equals).count()));
    }
}
