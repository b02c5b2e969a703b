package dev.volta.core.deploy;

import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Programs that this machine runs where they lie: nothing is put anywhere.
 *
 * @param folder with the jars, absolute
 */
public record ProgramsInPlace(Path folder, ServiceFamily family) implements Programs {
    @Override
    public String version() {
        return "this";
    }

    /** Its sum is not needed, because it is compared with no copy. */
    @Override
    public Artifact jar(ServiceKind kind) {
        return new Artifact(folder.resolve(kind.jar()), "");
    }

    @Override
    public String path(ServiceKind kind, NodeLayout layout) {
        return jar(kind).file().toString();
    }

    @Override
    public Optional<RuntimeImage> runtime() {
        return Optional.empty();
    }

    @Override
    public List<ServiceFamily> families() {
        return List.of(family);
    }
}
