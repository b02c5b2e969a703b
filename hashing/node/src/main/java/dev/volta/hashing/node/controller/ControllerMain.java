package dev.volta.hashing.node.controller;

import dev.volta.hashing.node.process.NodeProcess;
import java.io.IOException;
import java.nio.file.Path;

/** Entry point of the controller process; its argument is its configuration file. */
public final class ControllerMain {
    private ControllerMain() {}

    public static void main(String[] arguments) {
        NodeProcess.run("volta-controller", arguments, ControllerMain::run);
    }

    private static void run(Path configuration) throws IOException, InterruptedException {
        ControllerSettings settings = ControllerSettings.read(configuration);
        try (Controller controller = Controller.start(settings)) {
            NodeProcess.closeOnShutdown(controller);
            NodeProcess.untilOwnerEnds(settings.owner(), controller::tick);
        }
    }
}
