package dev.volta.core.deploy;

import dev.volta.core.service.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Makes a family of services that a module brings, for one fleet each time. */
public interface FamilySource {
    /** The kinds of the family, whichever fleet it is made for. */
    List<ServiceKind> kinds();

    /**
     * The family for a fleet.
     *
     * @param state the folder that keeps the secrets of the fleet
     * @param looks whether nothing is deployed: then no secret is drawn where there is none
     */
    InstalledFamily in(Path state, boolean looks) throws IOException;
}
