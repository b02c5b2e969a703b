package dev.volta.core.deploy;

import dev.volta.core.supervisor.ServiceStatus;
import java.util.Optional;

/** Why a service is not as it is described. */
public enum Difference {
    PROGRAM("its program changed"),
    SETTINGS("its settings changed"),
    EDITED("a file of it was edited there");

    private final String told;

    Difference(String told) {
        this.told = told;
    }

    public String told() {
        return told;
    }

    public static Optional<Difference> of(DesiredUnit one, ObservedNode view, ServiceStatus status) {
        if (!view.format().definition(one.unit()).digest().equals(status.definition())) {
            var known = view.files().keySet().containsAll(one.programs().keySet());
            return Optional.of(known ? SETTINGS : PROGRAM);
        }
        var edited = one.planned().files().stream()
                .filter(file -> !file.live())
                .anyMatch(file -> !DesiredUnit.sha256(file).equals(view.files().get(file.path())));
        return edited ? Optional.of(EDITED) : Optional.empty();
    }
}
