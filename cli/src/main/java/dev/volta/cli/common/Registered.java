package dev.volta.cli.common;

import dev.volta.core.config.Work;
import dev.volta.core.config.keys.Key;
import dev.volta.core.config.load.KnownServices;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.deploy.PlainKind;
import dev.volta.core.deploy.Supervisors;
import dev.volta.core.deploy.SystemdKind;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.standing.DoctorCheck;
import dev.volta.core.workload.WorkDriver;
import dev.volta.hashing.workload.ControllerChecks;
import dev.volta.hashing.workload.DigestDriver;
import dev.volta.hashing.workload.DigestWork;
import dev.volta.hashing.workload.NodeServices;
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

    /** The first kind of each family, without whose node nothing of it is planned. */
    public static List<String> firstKinds() {
        return FAMILIES.stream().map(family -> family.getFirst().name()).toList();
    }

    /** The kinds of work that an experiment may name; without a kind it is the first. */
    public static List<WorkKind> work() {
        return List.of(DigestWork.KIND);
    }

    /** What does {@code work}. */
    public static WorkDriver driver(Work work) {
        return switch (work) {
            case DigestWork _ -> new DigestDriver();
            default -> throw new IllegalStateException("nothing does work of kind '" + work.kind() + "'");
        };
    }

    /** Who can keep services running on nodes. */
    public static Supervisors supervisors() {
        return new Supervisors(List.of(new SystemdKind(), new PlainKind()));
    }

    /** The checks that modules add to {@code volta doctor}. */
    public static List<DoctorCheck> doctorChecks() {
        return ControllerChecks.all();
    }
}
