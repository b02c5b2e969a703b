package dev.volta.core.launcher;

/** How a command ended. */
public sealed interface Outcome {
    record Exited(int code) implements Outcome {}

    record Signalled(int signal) implements Outcome {}

    /**
     * There was no process.
     *
     * @param why with the file's name, such as {@code /opt/x: No such file or directory}
     */
    record NotStarted(String why) implements Outcome {}
}
