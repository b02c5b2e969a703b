package dev.volta.core.remote.local;

import java.util.Map;

/**
 * The locale of whoever called Volta. The launcher gives this process one in which Java can read every file name, and keeps
 * the value of {@code LC_ALL} that it had, empty if none, in {@code VOLTA_LC_ALL}.
 */
final class CallerLocale {
    private static final String NOW = "LC_ALL";
    private static final String BEFORE = "VOLTA_LC_ALL";

    private CallerLocale() {}

    /** Puts it back into {@code environment}, that of a program that is started. */
    static void restore(Map<String, String> environment) {
        var before = environment.remove(BEFORE);
        if (before == null) {
            return;
        }
        if (before.isEmpty()) {
            environment.remove(NOW);
        } else {
            environment.put(NOW, before);
        }
    }
}
