package dev.volta.core.deploy;

import java.util.List;
import java.util.Optional;

/** Which Java of a node runs Volta's programs: they are compiled for one version. */
final class JavaChoice {
    static final int VERSION = 25;

    private JavaChoice() {}

    /** The program {@code java}, as an absolute path. */
    static Optional<String> on(NodeView view) {
        return found(view).stream()
                .filter(java -> java.matches(VERSION + "\\b.*"))
                .map(java -> java.substring(java.indexOf(' ') + 1) + "/bin/java")
                .findFirst();
    }

    /** Version and home of each Java there. */
    static List<String> found(NodeView view) {
        return view.facts().javas().toOptional().orElse(List.of());
    }
}
