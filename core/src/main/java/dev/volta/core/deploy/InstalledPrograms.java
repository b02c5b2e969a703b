package dev.volta.core.deploy;

import dev.volta.core.fleet.AskedNodes;
import java.io.IOException;

/** The programs of this installation, which are put on nodes. */
public interface InstalledPrograms extends Programs {
    /** Makes what {@code plan} pushes and is not there yet. */
    void prepare(DeployPlan plan) throws IOException, InterruptedException;

    /**
     * The same with secrets that services of the fleet have already, which they keep.
     *
     * @param nodes asked only if what was seen on them leaves a question
     */
    InstalledPrograms asFound(DesiredState desired, AskedNodes nodes) throws InterruptedException;
}
