package dev.volta.core.launcher;

/**
 * What a launch may use, with all that it starts.
 *
 * @param memoryBytes without swap; 0 is no limit
 * @param cpuMicrosPer100ms microseconds of processor time in each 100 ms; 0 is no limit
 */
public record LaunchLimits(long memoryBytes, long cpuMicrosPer100ms) {
    public static final LaunchLimits NONE = new LaunchLimits(0, 0);

    public LaunchLimits {
        if (memoryBytes < 0 || cpuMicrosPer100ms < 0) {
            throw new IllegalArgumentException("limits of " + memoryBytes + " bytes and " + cpuMicrosPer100ms
                    + " µs per 100 ms; expected no negative number");
        }
    }
}
