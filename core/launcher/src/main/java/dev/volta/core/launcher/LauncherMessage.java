package dev.volta.core.launcher;

/**
 * What goes over the launcher's standard input and output. All times are nanoseconds of the launcher's
 * {@link System#nanoTime()}. Text that comes from users may stand for any bytes ({@link dev.volta.core.wire.RawText}).
 */
public sealed interface LauncherMessage permits LauncherRequest, LauncherReply {
    /** Both sides must speak the same one. */
    int PROTOCOL = 1;
}
