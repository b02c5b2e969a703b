package dev.volta.core.launcher;

import java.util.Arrays;

/**
 * What came out of a command.
 *
 * @param size of all of it, in bytes
 * @param sha256 of all of it, in hexadecimal; empty if it was not kept
 * @param beginning as much as {@link LauncherRequest.Open} said
 */
public record CapturedOutput(long size, String sha256, byte[] beginning) {
    /** Of an output that went to {@code /dev/null}, or of a command that was not started. */
    public static final CapturedOutput NONE = new CapturedOutput(0, "", new byte[0]);

    /** Whether there is more than the beginning. */
    public boolean isCut() {
        return size > beginning.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CapturedOutput that
                && size == that.size
                && sha256.equals(that.sha256)
                && Arrays.equals(beginning, that.beginning);
    }

    @Override
    public int hashCode() {
        return sha256.hashCode();
    }
}
