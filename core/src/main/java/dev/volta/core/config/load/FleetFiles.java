package dev.volta.core.config.load;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.wire.FileLikeItsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * What tells this description from others, as absolute paths: first its own file, also where there is none. A
     * {@code ports.conf} in its usual place belongs to that; lists of nodes or ports that were named make another description
     * of it.
     */
    public List<Path> identity() {
        var usualPorts = absolute(folder.resolve(PORTS));
        var files = new ArrayList<Path>();
        files.add(absolute(fleetFile.orElse(folder.resolve(FLEET))));
        portsFile
                .map(FleetFiles::absolute)
                .filter(file -> !file.equals(usualPorts))
                .ifPresent(files::add);
        nodesFile.map(FleetFiles::absolute).ifPresent(files::add);
        return files;
    }

    /** Whether a description with this {@link #identity} is there no longer. */
    public static boolean isGone(List<Path> identity) {
        var own = identity.getFirst();
        // A volta.yaml in its usual place is not needed where other files list the nodes; one that is named with -f is.
        var isUsual = own.equals(own.resolveSibling(FLEET));
        var mayBeMissing = isUsual && (identity.size() > 1 || !Files.notExists(own.resolveSibling(PORTS)));
        return (Files.notExists(own) && !mayBeMissing)
                || identity.stream().skip(1).anyMatch(Files::notExists);
    }

    private static Path absolute(Path file) {
        var plain = file.toAbsolutePath().normalize();
        var name = plain.getFileName();
        if (name == null) {
            return plain; // a folder, which loading refuses
        }
        try {
            return plain.resolveSibling("").toRealPath().resolve(name);
        } catch (IOException _) {
            return plain; // its folder is not there, and loading tells so
        }
    }

    /** One sentence per file that somebody else can change, because the folder that it lies in is his. */
    public List<String> warnings() {
        return Stream.of(fleetFile, portsFile, nodesFile)
                .flatMap(Optional::stream)
                .flatMap(file -> warning(file).stream())
                .toList();
    }

    private static Optional<String> warning(Path file) {
        try {
            return FileLikeItsFolder.concern(file)
                    .map(why -> file + " " + why + "; a user who can write it can run programs as you");
        } catch (IOException _) {
            return Optional.empty(); // loading tells
        }
    }

    /** Whether some file describes a fleet. */
    public boolean describeSomething() {
        return fleetFile.isPresent() || portsFile.isPresent() || nodesFile.isPresent();
    }

    /** What is wrong where no file describes a fleet, for commands that work on nothing else. */
    public ConfigurationException undescribed() {
        var missing = new Origin.InFile(folder.resolve(FLEET).toString(), 1, 1);
        return new ConfigurationException(List.of(Problem.suggested(
                missing,
                "",
                "there is neither this file nor a " + PORTS + ", so there is no fleet",
                "run 'volta init' to write files to start from, or name a description (-f) or a list of"
                        + " hosts (--nodes-file)")));
    }

    /** A file that cannot be seen, or a link that leads nowhere, is not passed over: reading it tells what is wrong. */
    private static Optional<Path> existing(Path file) {
        return Optional.of(file).filter(one -> !Files.notExists(one, LinkOption.NOFOLLOW_LINKS));
    }
}
