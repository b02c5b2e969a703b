package dev.volta.core.deploy;

import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Volta's own programs as services. */
public interface Programs {
    /** The version of all of them. */
    String version();

    /** The program of {@code kind} on this machine. */
    Artifact jar(ServiceKind kind);

    /** Where the program of {@code kind} lies on a node with {@code layout}, as an absolute path. */
    default String path(ServiceKind kind, NodeLayout layout) {
        return layout.programs(version()) + "/" + jar(kind).distinctName();
    }

    /** What can be put on nodes without a Java that fits, if there is something. */
    Optional<RuntimeImage> runtime();

    /** The services that there are programs for. */
    List<ServiceFamily> families();

    /** The kind of this name, if a family has it. */
    default Optional<ServiceKind> kind(String name) {
        return families().stream()
                .flatMap(family -> family.kinds().stream())
                .filter(kind -> kind.name().equals(name))
                .findFirst();
    }

    /**
     * A file of this machine.
     *
     * @param sha256 of its content, in lower-case hex
     */
    record Artifact(Path file, String sha256) {
        private static final int ENOUGH = 12;

        /** The file's name with a part of its sum in it, so that another content has another name. */
        String distinctName() {
            var name = String.valueOf(file.getFileName());
            var dot = name.lastIndexOf('.');
            return name.substring(0, dot) + "-" + sha256.substring(0, ENOUGH) + name.substring(dot);
        }
    }
}
