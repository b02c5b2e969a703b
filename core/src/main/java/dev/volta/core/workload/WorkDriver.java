package dev.volta.core.workload;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Node;
import dev.volta.core.config.Work;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.deploy.FamilySource;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Has a kind of work done. A module brings one for each kind of work that it can do. */
public interface WorkDriver {
    /** What an experiment says of the work. */
    WorkKind kind();

    /** The kind of service whose processes do the work: inputs are read on the nodes of these. */
    ServiceKind worker();

    /** What is told whoever has chosen no node on which {@code work} is done, with advice. */
    String noNodes(Work work);

    /**
     * Makes the services that the work has in a fleet, where no description can name them; absent: a description names
     * them.
     */
    default Optional<FamilySource> ownServices() {
        return Optional.empty();
    }

    /** The services that {@code work} has on this machine alone, for as long as it goes on. */
    ServiceFamily services(Work work);

    /**
     * The services of {@code fleet} as {@code experiment} wants them, with its {@link #ownServices}.
     *
     * @param nodes that it is to run on
     */
    Configuration asAskedFor(Configuration fleet, Experiment experiment, List<Node> nodes);

    /** Those of {@code chosen} nodes of a fleet on which {@code work} says that it is done. */
    default List<Node> placed(Work work, List<Node> chosen) {
        return chosen;
    }

    /**
     * What does {@code work}.
     *
     * @param excluded folders that are left out where they lie below an input
     * @param services which it drives, of the family that this driver knows
     */
    Workload workload(Work work, List<Path> excluded, ServiceFamily services);
}
