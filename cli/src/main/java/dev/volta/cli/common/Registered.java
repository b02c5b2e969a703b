package dev.volta.cli.common;

import dev.volta.core.config.keys.Key;
import dev.volta.core.config.load.KnownServices;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.standing.DoctorCheck;
import dev.volta.hashing.workload.ControllerChecks;
import dev.volta.hashing.workload.NodeServices;
import java.util.LinkedHashMap;
import java.util.List;

/** What modules bring to the core, which names none of them. */
public final class Registered {
    private static final List<ServiceKind> KINDS = List.of(NodeServices.CONTROLLER, NodeServices.WORKER);

    private Registered() {}

    /** The kinds of service that a description may name. */
    public static KnownServices services() {
        var kinds = new LinkedHashMap<String, List<Key<?>>>();
        KINDS.forEach(kind -> kinds.put(kind.name(), kind.keys()));
        return new KnownServices(kinds, NodeServices.USUAL);
    }

    /** What {@code volta doctor} looks at beside what it looks at on every node. */
    public static List<DoctorCheck> doctorChecks() {
        return ControllerChecks.all();
    }
}
