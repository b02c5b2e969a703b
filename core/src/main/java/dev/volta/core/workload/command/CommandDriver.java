package dev.volta.core.workload.command;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Node;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Program;
import dev.volta.core.config.ServiceSpec;
import dev.volta.core.config.Work;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.deploy.FamilySource;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.workload.WorkDriver;
import dev.volta.core.workload.Workload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Has a command run by a launcher on each node. */
public final class CommandDriver implements WorkDriver {
    /** What messages call it; no service of a description can have this name. */
    private static final String SERVICE = "the command";

    private static final LauncherFamily LAUNCHERS = new LauncherFamily();

    @Override
    public WorkKind kind() {
        return CommandWork.KIND;
    }

    @Override
    public ServiceKind worker() {
        return LauncherFamily.LAUNCHER;
    }

    @Override
    public String noNodes(Work work) {
        return "none of the chosen nodes is on '" + ((CommandWork) work).on()
                + "', where the command runs; choose others" + " with -l, or change workload.on";
    }

    @Override
    public Optional<FamilySource> ownServices() {
        return Optional.of(LAUNCHERS);
    }

    @Override
    public ServiceFamily services(Work work) {
        return LAUNCHERS;
    }

    @Override
    public List<Node> placed(Work work, List<Node> chosen) {
        return chosen.stream().filter(((CommandWork) work).on()::holds).toList();
    }

    @Override
    public Configuration asAskedFor(Configuration fleet, Experiment experiment, List<Node> nodes) {
        var services = new ArrayList<>(fleet.services());
        services.removeIf(service -> service.isOf(LauncherFamily.LAUNCHER.name()));
        services.add(new ServiceSpec(
                SERVICE,
                new Placement.Named(nodes.stream().map(Node::name).collect(Collectors.toSet())),
                new Program.OfKind(LauncherFamily.LAUNCHER.name()),
                List.of(),
                Map.of(),
                Map.of(),
                experiment.limits(),
                List.of(),
                Map.of(),
                Optional.empty()));
        return new Configuration(fleet.fleet(), fleet.inventory(), services);
    }

    @Override
    public Workload workload(Work work, List<Path> excluded, ServiceFamily services) {
        return new CommandWorkload((CommandWork) work);
    }
}
