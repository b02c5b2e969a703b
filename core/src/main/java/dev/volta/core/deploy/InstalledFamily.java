package dev.volta.core.deploy;

import dev.volta.core.fleet.AskedNodes;
import dev.volta.core.service.ServiceFamily;

/** A family of services whose programs are put on nodes. */
public interface InstalledFamily extends ServiceFamily {
    /**
     * The same with secrets that its services have already, which they keep.
     *
     * @param nodes asked only if what was seen on them leaves a question
     */
    default InstalledFamily asFound(DesiredState seen, AskedNodes nodes) throws InterruptedException {
        return this;
    }
}
