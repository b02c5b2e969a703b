package dev.volta.core.deploy;

import java.util.List;
import java.util.Optional;

/** Which Java of a node runs Volta's programs: they are compiled for one version. */
final class JavaChoice {
    static final int VERSION = 25;

    private JavaChoice() {}

    /** The program {@code java}, as an absolute path: one that is there, or that will be. */
    static Optional<String> on(ObservedNode view, Programs programs) {
        return installed(view, programs)
                .or(() -> toInstall(view, programs).map(image -> image.home(view.layout()) + "/bin/java"));
    }

    /** What has to be put there, because there is none. */
    static Optional<RuntimeImage> toInstall(ObservedNode view, Programs programs) {
        return installed(view, programs).isPresent()
                ? Optional.empty()
                : programs.runtime().filter(image -> image.runsOn(view));
    }

    private static Optional<String> installed(ObservedNode view, Programs programs) {
        return found(view).stream()
                .filter(java -> java.matches(VERSION + "\\b.*"))
                .map(java -> java.substring(java.indexOf(' ') + 1))
                .flatMap(home -> usable(home, view, programs).stream())
                .map(home -> home + "/bin/java")
                .findFirst();
    }

    /** Of what Volta installs, this version's alone, by the path that it is installed under, not the one behind links. */
    private static Optional<String> usable(String home, ObservedNode view, Programs programs) {
        var name = home.substring(home.lastIndexOf('/') + 1);
        var ours = programs.runtime();
        return name.startsWith(RuntimeImage.PREFIX) && ours.isPresent()
                ? ours.filter(image -> image.name().equals(name)).map(image -> image.home(view.layout()))
                : Optional.of(home);
    }

    /** Version and home of each Java there. */
    static List<String> found(ObservedNode view) {
        return view.facts().javas().toOptional().orElse(List.of());
    }
}
