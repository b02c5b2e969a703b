package dev.volta.core.deploy;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Program;
import dev.volta.core.workload.PlannedUnit;
import dev.volta.core.workload.Site;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Volta's own programs as services. */
public interface Programs {
    /** The version of all of them. */
    String version();

    /** The jar of {@code program} on this machine. */
    Artifact jar(Program.BuiltIn program);

    /** What can be put on nodes without a Java that fits, if there is something. */
    Optional<RuntimeImage> runtime();

    /** The controller of {@code site}, then its workers. Pure: the same for the same site. */
    List<PlannedUnit> on(Site site);

    /** Why a process of {@code program} cannot do with {@code memory}: the arithmetic. */
    Optional<String> tooLittle(Program.BuiltIn program, ByteSize memory);

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
