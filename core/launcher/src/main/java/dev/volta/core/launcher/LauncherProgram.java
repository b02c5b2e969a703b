package dev.volta.core.launcher;

import java.util.List;

/** How the launcher is started: {@code java}, these options, {@code -jar}, the jar. */
public final class LauncherProgram {
    public static final String JAR = "volta-launcher.jar";

    /**
     * Options for its Java: a small heap without threads of its own that would take time from commands, nothing but messages on
     * standard output, and no higher limit of open files, which commands would inherit.
     */
    public static final List<String> JAVA_OPTIONS = List.of(
            "-Xmx64m",
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:-MaxFDLimit",
            "-XX:+DisplayVMOutputToStderr");

    private LauncherProgram() {}
}
