package dev.volta.core.vm;

import java.util.Set;

/** What a machine does, by QEMU's word. */
public sealed interface VmRunState {
    /** Its guest runs, or is just let go on. */
    record Running() implements VmRunState {}

    /**
     * Its guest stands still.
     *
     * @param word QEMU's, such as {@code paused} after {@code stop}, or {@code io-error} (RunState of QEMU)
     */
    record Paused(String word) implements VmRunState {
        /** Whether a disk had no room, so that it can go on when there is some. */
        public boolean lacksRoom() {
            return word.equals("io-error");
        }
    }

    /** QEMU does not answer. */
    record Silent(String reason) implements VmRunState {}

    static VmRunState of(String word) {
        return STILL.contains(word) ? new Paused(word) : new Running();
    }

    Set<String> STILL = Set.of("paused", "io-error", "internal-error", "guest-panicked", "watchdog", "suspended");
}
