package dev.volta.core.vm;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What QEMU's events say about disks that could not be read or written ({@code BLOCK_IO_ERROR} of its protocol). */
final class DiskErrors {
    /** ENOSPC in the words of strerror(3). */
    private static final String NO_SPACE = "No space left on device";

    private volatile @Nullable DiskError last;
    private volatile boolean stoppedTheMachine;

    /**
     * An error.
     *
     * @param drive by its id on QEMU's command line
     * @param noSpace whether this machine's own disk was full
     * @param reason in QEMU's words
     * @param at the time of the last one that was like it
     */
    record DiskError(String drive, boolean noSpace, String reason, Instant at) {}

    void heard(JsonNode event) {
        switch (event.path("event").asText()) {
            case "BLOCK_IO_ERROR" -> error(event);
            case "RESUME" -> stoppedTheMachine = false;
            default -> {}
        }
    }

    private void error(JsonNode event) {
        var data = event.path("data");
        var reason = data.path("reason").asText();
        last = new DiskError(
                data.path("device").asText(),
                // QEMU says so only if it stops the machine for that
                data.path("nospace").asBoolean() || reason.equals(NO_SPACE),
                reason,
                Instant.ofEpochSecond(event.path("timestamp").path("seconds").asLong()));
        stoppedTheMachine |= data.path("action").asText().equals("stop");
    }

    /** Whether the machine stands still because of one, as those do that an earlier version started. */
    boolean stoppedTheMachine() {
        return stoppedTheMachine;
    }

    /** It did so before this conversation began. */
    void foundStopped() {
        stoppedTheMachine = true;
    }

    Optional<DiskError> last() {
        return Optional.ofNullable(last);
    }
}
