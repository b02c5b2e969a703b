package dev.volta.cli.config;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.cli.common.Modules;
import dev.volta.core.config.Configuration;
import dev.volta.core.config.Experiment;
import dev.volta.core.config.load.Effective;
import dev.volta.core.config.load.ExperimentSource;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.config.load.FleetSource;
import dev.volta.core.config.yaml.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file that a user named, and what its name tells about its kind.
 *
 * @param modules that bring the kinds which it may name
 */
record ConfigFile(Path path, Modules modules) {
    /** What users are told of how the kind is found. */
    static final String KINDS = "*experiment*.yaml is an experiment, other *.yaml a fleet, *.conf SSH ports, all else"
            + " a list of hosts.";

    private enum Kind {
        EXPERIMENT,
        FLEET,
        PORTS,
        NODES
    }

    private Kind kind() {
        var name = String.valueOf(path.getFileName());
        if (name.endsWith(".yaml") || name.endsWith(".yml")) {
            return name.contains("experiment") ? Kind.EXPERIMENT : Kind.FLEET;
        }
        return name.endsWith(".conf") ? Kind.PORTS : Kind.NODES;
    }

    /** What the files come to that {@code options} name. */
    static Tree described(ConfigOptions options, Modules modules) {
        var files = options.files();
        return FleetSource.read(files, modules.services(), System.getenv(), options.profile(files))
                .tree();
    }

    /** What the file comes to, whatever kind it is; an experiment on the nodes of {@code fleet}. */
    Tree effective(FleetFiles fleet) {
        var none = Optional.<Path>empty();
        return switch (kind()) {
            case EXPERIMENT -> experiment(path, fleet(fleet).value()).tree();
            case FLEET ->
                fleet(FleetFiles.find(Path.of(""), Optional.of(path), none, none))
                        .tree();
            case PORTS ->
                fleet(new FleetFiles(fleet.folder(), none, Optional.of(path), none))
                        .tree();
            case NODES ->
                fleet(new FleetFiles(fleet.folder(), none, none, Optional.of(path)))
                        .tree();
        };
    }

    private Effective<Configuration> fleet(FleetFiles files) {
        return FleetSource.read(files, modules.services(), System.getenv());
    }

    private Effective<Experiment> experiment(Path file, Configuration fleet) {
        return ExperimentSource.read(Optional.of(file), List.of(), modules.work(), fleet.inventory());
    }
}
