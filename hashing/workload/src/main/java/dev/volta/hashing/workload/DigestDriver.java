package dev.volta.hashing.workload;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Node;
import dev.volta.core.config.Work;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.workload.WorkDriver;
import dev.volta.core.workload.Workload;
import java.nio.file.Path;
import java.util.List;

/** Has files hashed by a controller and workers. */
public final class DigestDriver implements WorkDriver {
    @Override
    public WorkKind kind() {
        return DigestWork.KIND;
    }

    @Override
    public ServiceKind worker() {
        return NodeServices.WORKER;
    }

    @Override
    public String noNodes(Work work) {
        return "none of the chosen nodes runs workers; label some 'worker'";
    }

    @Override
    public ServiceFamily services(Work work) {
        return new NodeServices(((DigestWork) work).algorithm().id(), TokenKey.random());
    }

    @Override
    public Configuration asAskedFor(Configuration fleet, Experiment experiment, List<Node> chosen) {
        return fleet.with(NodeServices.WORKER.name(), worker -> {
            var limited = worker.withLimits(experiment.limits());
            return experiment.workers().isPresent()
                    ? limited.withSetting(
                            NodeServices.INSTANCES, experiment.workers().getAsInt())
                    : limited;
        });
    }

    @Override
    public Workload workload(Work work, List<Path> excluded, ServiceFamily services) {
        return new DigestWorkload((DigestWork) work, excluded, (NodeServices) services);
    }
}
