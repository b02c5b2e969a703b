package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.metrics.Readings;
import java.util.Map;

/**
 * The state of the board at one moment, as metrics. A task is one file of a job.
 *
 * @param queued tasks that no worker has
 * @param inFlight tasks that workers have
 */
record DispatcherReadings(int workers, int jobs, long queued, long inFlight, Totals totals) implements Readings.Source {
    @Override
    public void read(Readings into) {
        into.gauge("volta_controller_workers_up", "Workers that are connected", workers);
        into.gauge("volta_controller_jobs_running", "Jobs that have not ended", jobs);
        into.gauge("volta_controller_tasks_queued", "Files that were listed and that no worker has", queued);
        into.gauge("volta_controller_tasks_in_flight", "Files that workers have in hand", inFlight);
        into.counter(
                "volta_controller_tasks_done_total",
                "Files that are through, hashed or failed",
                totals.hashed() + totals.failed());
        into.counter("volta_controller_tasks_requeued_total", "Files that were handed out again", totals.requeued());
        into.counters(
                "volta_controller_files_total",
                "Files that are through, by outcome",
                "outcome",
                Map.of("hashed", totals.hashed(), "failed", totals.failed()));
        into.counter("volta_controller_bytes_total", "Bytes of the files that were hashed", totals.bytes());
        into.counters("volta_controller_leases_total", "Leases that were given to workers", "kind", totals.leases());
        into.histogram(
                "volta_controller_lease_seconds",
                "How long workers took for leases that they brought to their end",
                "kind",
                totals.latencies());
    }
}
