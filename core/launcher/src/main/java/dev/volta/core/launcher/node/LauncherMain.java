package dev.volta.core.launcher.node;

/** The launcher as a program. */
public final class LauncherMain {
    private LauncherMain() {}

    public static void main(String[] arguments) {
        System.err.println("the launcher starts no commands yet");
        System.exit(1);
    }
}
