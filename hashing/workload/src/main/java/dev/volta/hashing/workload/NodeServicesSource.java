package dev.volta.hashing.workload;

import dev.volta.core.deploy.FamilySource;
import dev.volta.core.deploy.InstalledFamily;
import dev.volta.core.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes controller and workers for fleets, whose tokens come of a secret in the folder of the fleet. */
public final class NodeServicesSource implements FamilySource {
    /** What workers are ready for before an experiment has said what it wants. */
    private static final String USUAL_ALGORITHM = "sha256";

    private static final String SECRET = "secret";

    @Override
    public List<ServiceKind> kinds() {
        return NodeServices.KINDS;
    }

    @Override
    public InstalledFamily in(Path state, boolean looks) throws IOException {
        var secret = state.resolve(SECRET);
        return new NodeServices(USUAL_ALGORITHM, looks ? TokenKey.look(secret) : TokenKey.in(secret));
    }
}
