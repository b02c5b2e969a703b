package dev.volta.hashing.node.worker;

import dev.volta.hashing.node.metrics.MetricsServer;
import dev.volta.hashing.node.process.NodeProcess;
import java.nio.file.Path;

/** Entry point of the worker process; its argument is its configuration file. */
public final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) {
        NodeProcess.run("volta-worker", arguments, WorkerMain::run);
    }

    private static void run(Path configuration) throws Exception {
        WorkerSettings settings = WorkerSettings.read(configuration);
        settings.warmUp().ifPresent(algorithm -> WarmUp.run(algorithm, configuration));
        Worker worker = new Worker(settings);
        worker.start();
        try (AutoCloseable metrics = MetricsServer.start(settings.metrics(), worker)) {
            NodeProcess.closeOnShutdown(metrics);
            NodeProcess.untilOwnerEnds(settings.owner(), worker::check);
        }
    }
}
