package dev.volta.core.vm.fleet;

import dev.volta.core.vm.FoundVm;
import java.time.Instant;
import java.util.Optional;

/**
 * A machine that runs, and that this keeper does not have.
 *
 * @param found absent if its process cannot be seen
 * @param held whether another keeper has it
 */
record MissedVm(Optional<FoundVm> found, VmStatus.State state, String reason, Instant since, boolean held) {
    static MissedVm silent(FoundVm found, String reason) {
        return new MissedVm(Optional.of(found), VmStatus.State.silent, reason, found.started(), false);
    }

    static MissedVm elsewhere(String reason, Instant since) {
        return new MissedVm(Optional.empty(), VmStatus.State.elsewhere, reason, since, false);
    }

    /** Whether it is still there as it was. */
    boolean holds() {
        return found.isPresent() && found.get().isAlive();
    }
}
