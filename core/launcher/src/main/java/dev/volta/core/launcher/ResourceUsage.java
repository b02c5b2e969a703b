package dev.volta.core.launcher;

/**
 * What processes have used, as getrusage(2) has it. A process counts once it has ended and its parent has waited for it, or
 * has ended before it; of one whose parent ignores {@code SIGCHLD} the kernel keeps no figures.
 */
public record ResourceUsage(
        long userNanos,
        long systemNanos,
        long minorFaults,
        long majorFaults,
        long voluntarySwitches,
        long involuntarySwitches) {
    public static final ResourceUsage NONE = new ResourceUsage(0, 0, 0, 0, 0, 0);

    public ResourceUsage plus(ResourceUsage other) {
        return new ResourceUsage(
                userNanos + other.userNanos,
                systemNanos + other.systemNanos,
                minorFaults + other.minorFaults,
                majorFaults + other.majorFaults,
                voluntarySwitches + other.voluntarySwitches,
                involuntarySwitches + other.involuntarySwitches);
    }
}
