package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.metrics.MetricsServer;
import dev.volta.hashing.node.process.NodeProcess;
import java.nio.file.Path;

/** Entry point of the controller process; its argument is its configuration file. */
public final class ControllerMain {
    private ControllerMain() {}

    public static void main(String[] arguments) {
        NodeProcess.run("volta-controller", arguments, ControllerMain::run);
    }

    private static void run(Path configuration) throws Exception {
        ControllerSettings settings = ControllerSettings.read(configuration);
        try (Controller controller = Controller.start(settings);
                AutoCloseable metrics = MetricsServer.start(settings.metrics(), controller.readings())) {
            NodeProcess.closeOnShutdown(controller);
            NodeProcess.closeOnShutdown(metrics);
            NodeProcess.untilOwnerEnds(settings.owner(), controller::tick);
        }
    }
}
