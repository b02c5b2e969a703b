package dev.volta.core.config.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that describe a fleet. The nodes come from the first of {@code nodesFile}, {@code portsFile} and
 * {@code fleetFile} that names any; everything else comes from {@code fleetFile}.
 *
 * @param folder of the configuration: relative names in it count from here, and {@code .volta} lies here
 */
public record FleetFiles(Path folder, Optional<Path> fleetFile, Optional<Path> portsFile, Optional<Path> nodesFile) {
    public static final String FLEET = "volta.yaml";
    public static final String PORTS = "ports.conf";

    /**
     * The files that were named, and those that lie in their usual place: {@code volta.yaml} in {@code current},
     * {@code ports.conf} beside the fleet file. A file that was named need not exist; loading tells if it does not.
     */
    public static FleetFiles find(
            Path current, Optional<Path> fleetFile, Optional<Path> portsFile, Optional<Path> nodesFile) {
        var folder = fleetFile
                .map(file -> Optional.ofNullable(file.getParent()).orElse(Path.of("")))
                .orElse(current);
        return new FleetFiles(
                folder,
                fleetFile.or(() -> existing(folder.resolve(FLEET))),
                portsFile.or(() -> existing(folder.resolve(PORTS))),
                nodesFile);
    }

    private static Optional<Path> existing(Path file) {
        return Optional.of(file).filter(Files::exists);
    }
}
