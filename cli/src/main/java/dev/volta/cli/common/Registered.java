package dev.volta.cli.common;

import dev.volta.core.config.keys.Key;
import dev.volta.core.config.load.KnownServices;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.standing.DoctorCheck;
import dev.volta.hashing.workload.ControllerChecks;
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

    /** The families of services, one for each list of kinds. */
    public static List<ServiceFamily> families(NodeServices hashing) {
        return List.of(hashing);
    }

    /** The first kind of each family, without whose node nothing of it is planned. */
    public static List<String> firstKinds() {
        return FAMILIES.stream().map(family -> family.getFirst().name()).toList();
    }

    /** The checks that modules add to {@code volta doctor}. */
    public static List<DoctorCheck> doctorChecks() {
        return ControllerChecks.all();
    }
}
