package dev.volta.core.vm.fleet;

import dev.volta.core.vm.RunningVm;
import dev.volta.core.vm.VmException;
import dev.volta.core.vm.VmFiles;

/** Starts a machine that was ordered. */
@FunctionalInterface
public interface Booting {
    /** For those who have no machines. */
    Booting NONE = (_, _) -> {
        throw new VmException("there are no virtual machines here");
    };

    /** Returns when QEMU talks; the guest goes on meanwhile. */
    RunningVm start(VmRequest order, VmFiles files) throws InterruptedException;
}
