package dev.volta.cli.common;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.Work;
import dev.volta.core.config.keys.Key;
import dev.volta.core.config.load.KnownServices;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.standing.DoctorCheck;
import dev.volta.core.workload.Workload;
import dev.volta.hashing.workload.ControllerChecks;
import dev.volta.hashing.workload.DigestWork;
import dev.volta.hashing.workload.DigestWorkload;
import dev.volta.hashing.workload.NodeServices;
import dev.volta.hashing.workload.TokenKey;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

/** What modules bring to the core. */
public final class Registered {
    private static final List<List<ServiceKind>> FAMILIES = List.of(NodeServices.KINDS);

    private Registered() {}

    /** The kinds of service that a description may name. */
    public static KnownServices services() {
        var kinds = new LinkedHashMap<String, List<Key<?>>>();
        FAMILIES.forEach(family -> family.forEach(kind -> kinds.put(kind.name(), kind.keys())));
        return new KnownServices(kinds, NodeServices.USUAL);
    }

    /** The families of services, one for each list of kinds. */
    public static List<ServiceFamily> families(NodeServices hashing) {
        return List.of(hashing);
    }

    /** The services that {@code work} has on this machine for as long as it goes on. */
    public static NodeServices services(Work work) {
        return switch (work) {
            case DigestWork digest -> new NodeServices(digest.algorithm().id(), TokenKey.random());
            default -> throw new IllegalStateException("no services do work of kind '" + work.kind() + "'");
        };
    }

    /** The services of {@code fleet} as {@code experiment} wants them: limits, and how many workers a node has. */
    public static Configuration asAskedFor(Configuration fleet, Experiment experiment) {
        return fleet.with(NodeServices.WORKER.name(), worker -> {
            var limited = worker.withLimits(experiment.limits());
            return experiment.workers().isPresent()
                    ? limited.withSetting(
                            NodeServices.INSTANCES, experiment.workers().getAsInt())
                    : limited;
        });
    }

    /** The first kind of each family, without whose node nothing of it is planned. */
    public static List<String> firstKinds() {
        return FAMILIES.stream().map(family -> family.getFirst().name()).toList();
    }

    /** The kinds of work that an experiment may name; without a kind it is the first. */
    public static List<WorkKind> work() {
        return List.of(DigestWork.KIND);
    }

    /**
     * What does {@code work}.
     *
     * @param excluded folders that are left out where they lie below an input
     */
    public static Workload workload(Work work, List<Path> excluded, NodeServices hashing) {
        return switch (work) {
            case DigestWork digest -> new DigestWorkload(digest, excluded, hashing);
            default -> throw new IllegalStateException("nothing does work of kind '" + work.kind() + "'");
        };
    }

    /** The checks that modules add to {@code volta doctor}. */
    public static List<DoctorCheck> doctorChecks() {
        return ControllerChecks.all();
    }
}
