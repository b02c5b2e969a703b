package dev.volta.core.launcher;

import java.util.Optional;

/**
 * From the client. The first one is {@link Open}; launches are made one after the other, in the order in which they come.
 * When the launcher's input ends, it ends the launch that runs, and does what {@link Close} says.
 */
public sealed interface LauncherRequest extends LauncherMessage
        permits Launch, LauncherRequest.Open, LauncherRequest.Ping, LauncherRequest.Cancel, LauncherRequest.Close {
    /**
     * Answered by {@link LauncherReply.Opened}, after which launches cost no more than later ones.
     *
     * @param name of the run, part of the names of cgroups: letters, digits, dots, dashes and underscores
     * @param limits of each launch with all that it starts, but for the cleanup
     * @param outputLimit how many bytes of each output are kept, up to {@link #LARGEST_OUTPUT}
     * @param cleanup what is launched last, also if the client is gone; only its own limit of time ends it
     */
    record Open(int protocol, String name, LaunchLimits limits, long outputLimit, Optional<Launch> cleanup)
            implements LauncherRequest {
        /** Two of them fit in a frame. */
        public static final long LARGEST_OUTPUT = 7 << 20;

        private static final int LONGEST_NAME = 100;

        public Open {
            if (!isPartOfFileName(name)) {
                throw new IllegalArgumentException("the name of a run is '" + name + "'; expected 1 to " + LONGEST_NAME
                        + " letters, digits, dots, dashes and underscores");
            }
            if (outputLimit < 0 || outputLimit > LARGEST_OUTPUT) {
                throw new IllegalArgumentException(
                        "the limit of the output is " + outputLimit + " bytes; expected 0 to " + LARGEST_OUTPUT);
            }
        }

        private static boolean isPartOfFileName(String name) {
            for (var at = 0; at < name.length(); at++) {
                var c = name.charAt(at);
                var plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                if (!plain && c != '.' && c != '-' && c != '_') {
                    return false;
                }
            }
            return !name.isEmpty() && name.length() <= LONGEST_NAME;
        }
    }

    /** Answered at once by {@link LauncherReply.Pong}, also while a command runs. */
    record Ping(long id) implements LauncherRequest {}

    /** Ends the launch of that id, running or not yet started, with all of its processes; its answer says so. */
    record Cancel(long id) implements LauncherRequest {}

    /**
     * Launches the cleanup, if there is one, which is answered as any launch; then ends what lasting launches left, removes
     * cgroups, and ends the launcher.
     */
    record Close() implements LauncherRequest {}
}
