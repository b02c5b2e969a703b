package dev.volta.core.experiment;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Fleet;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Limits;
import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Program;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.LoginInfo;
import dev.volta.core.deploy.NodeLayout;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.deploy.ProgramsInPlace;
import dev.volta.core.deploy.SupervisorKind;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.supervisor.Enforcement;
import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fleet of a run on this machine alone: one node with one service of each kind of a family, which end with the run. */
public final class OwnFleet {
    private OwnFleet() {}

    /** Each kind comes after the one before it. */
    public static Configuration configuration(ServiceFamily family) {
        var services = new ArrayList<ServiceSpec>();
        for (var kind : family.kinds()) {
            services.add(new ServiceSpec(
                    kind.name(),
                    new Placement.Labelled(List.of()),
                    new Program.OfKind(kind.name()),
                    services.stream().map(ServiceSpec::name).toList(),
                    Map.of(),
                    Map.of(),
                    Limits.NONE,
                    List.of(),
                    Map.of(),
                    Optional.empty()));
        }
        return new Configuration(new Fleet("run", NodePaths.UNSAID), Inventory.local(), services);
    }

    /** The node that it consists of. */
    public static Node node(Configuration configuration) {
        return configuration.inventory().nodes().getFirst();
    }

    /**
     * What a run in the folders of {@code layout} needs.
     *
     * @param javaHome of the Java that its services run on
     */
    public static DesiredState desired(
            Configuration configuration,
            NodeLayout layout,
            ProgramsInPlace programs,
            SupervisorKind supervisor,
            Path javaHome,
            Enforcement enforcement)
            throws IOException {
        var node = node(configuration);
        var views = new LinkedHashMap<NodeName, ObservedNode>();
        views.put(node.name(), ObservedNode.passing(node, account(), layout, supervisor, javaHome, enforcement));
        return new DesiredState(configuration, views, Set.of(), programs);
    }

    private static LoginInfo account() throws IOException {
        return new LoginInfo(
                System.getProperty("user.name"),
                ProcessUser.uid(),
                ProcessUser.home().toString(),
                "this",
                false);
    }
}
