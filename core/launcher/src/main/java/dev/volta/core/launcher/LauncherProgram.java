package dev.volta.core.launcher;

import java.util.List;

/** How the launcher is started: {@code java}, these options, {@code -jar}, the jar. */
public final class LauncherProgram {
    public static final String JAR = "volta-launcher.jar";

    /**
     * Options for its Java: a small heap whose collector has no threads of its own, nothing compiled before it is hot (but then as
     * well as can be: SHA-256 is eight times as fast so), nothing but messages on standard output, and no higher limit of
     * open files, which commands would inherit.
     */
    public static final List<String> JAVA_OPTIONS = List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:CompileThresholdScaling=20",
            "-XX:-UsePerfData",
            "-XX:-MaxFDLimit",
            "-XX:+DisplayVMOutputToStderr");

    private LauncherProgram() {}
}
