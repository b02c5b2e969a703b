package dev.volta.core.operation.transfer;

import dev.volta.core.workload.Progress;

/** Where it is seen how transfers go on. */
public interface TransferView {
    void show(Progress progress);

    /** Makes room for something else. */
    void clear();
}
