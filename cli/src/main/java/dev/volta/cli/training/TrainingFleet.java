package dev.volta.cli.training;

import dev.volta.cli.common.Modules;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.deploy.DeployedPlace;
import dev.volta.core.deploy.DeploymentRecord;
import dev.volta.core.deploy.LoginInfo;
import dev.volta.core.deploy.MachineAddress;
import dev.volta.core.deploy.NodeLayout;
import dev.volta.core.lock.LockPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A fleet whose record says that a service was deployed, for commands that look at services: the start-up cache learns them. */
final class TrainingFleet {
    private TrainingFleet() {}

    /**
     * Describes it.
     *
     * @param addresses of its nodes, as {@code address:port}
     * @return the file that describes it
     */
    static Path describe(Path folder, List<String> addresses) throws IOException, InterruptedException {
        var home = Files.createDirectories(folder.resolve("fleet"));
        var yaml = new StringBuilder(
                "fleet: {name: training}\nservices: {idle: {on: '*', command: [sleep, '1']}}\nnodes:\n");
        for (var address : addresses) {
            var colon = address.indexOf(':');
            yaml.append("- {name: n%s, address: %s, port: %s, paths: {install: %s, run: %4$s/run, log: %4$s/log}}\n"
                    .formatted(
                            addresses.indexOf(address),
                            address.substring(0, colon),
                            address.substring(colon + 1),
                            home.resolve("n" + addresses.indexOf(address))));
        }
        var file = Files.writeString(home.resolve("volta.yaml"), yaml);
        new DeploymentRecord(
                        home.resolve(".volta/deployed.json"), Modules.builtIn().supervisors())
                .add(List.of(place(file, home)));
        return file;
    }

    private static DeployedPlace place(Path file, Path home) {
        var name = new NodeName("n0");
        var reach = new Reach.Ssh("127.0.0.1", new Port(1), Optional.of("nobody"));
        var node = new Node(name, reach, Set.of(), Optional.empty(), NodePaths.UNSAID, new Origin.ByDefault());
        var there = home.resolve("n0").toString();
        return new DeployedPlace(
                List.of(file),
                new MachineAddress(name, reach, reach.address(), reach.port().number(), Set.of(), false),
                new LoginInfo("nobody", 1, "/", "", false),
                new NodeLayout("training", there, there + "/training", there + "/run", there + "/log"),
                Modules.builtIn().supervisors().anywhere(),
                List.of("idle"),
                Instant.EPOCH,
                new LockPlace(node, "training"));
    }
}
