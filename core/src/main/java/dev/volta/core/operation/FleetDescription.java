package dev.volta.core.operation;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.load.FleetFiles;
import dev.volta.core.config.load.FleetSource;
import dev.volta.core.config.load.KnownServices;
import dev.volta.core.fleet.NodePattern;
import dev.volta.core.vm.VmLogin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A fleet as files describe it, and the nodes that a pattern chooses. The files are read once, when that is needed first. */
public final class FleetDescription {
    private final FleetFiles files;
    private final KnownServices known;
    private final Map<String, String> variables;
    private final Optional<Path> profile;
    private final Optional<String> limit;
    private final Supplier<VmLogin> machines;
    private final Consumer<String> warned;
    private @Nullable Configuration configuration;

    /**
     * @param known the kinds of service that it may name
     * @param variables that {@code ${NAME}} may mean
     * @param profile a file of variables that win over others
     * @param limit the pattern that chooses nodes, if there is one
     * @param machines how its virtual machines are logged in to
     * @param warned told of files that somebody else can change
     */
    public FleetDescription(
            FleetFiles files,
            KnownServices known,
            Map<String, String> variables,
            Optional<Path> profile,
            Optional<String> limit,
            Supplier<VmLogin> machines,
            Consumer<String> warned) {
        this.files = files;
        this.known = known;
        this.variables = Map.copyOf(variables);
        this.profile = profile;
        this.limit = limit;
        this.machines = machines;
        this.warned = warned;
    }

    FleetFiles files() {
        return files;
    }

    Optional<String> limit() {
        return limit;
    }

    Configuration configuration() {
        if (!files.describeSomething()) {
            throw files.undescribed();
        }
        return configurationOrThisMachine();
    }

    Configuration configurationOrThisMachine() {
        var known = configuration;
        if (known == null) {
            known = read();
            configuration = known;
        }
        return known;
    }

    private Configuration read() {
        files.warnings().forEach(warned);
        var described = FleetSource.read(files, known, variables, profile).value();
        return machines.get().over(described);
    }

    /** The nodes that {@code pattern} chooses, all if there is none. */
    public List<Node> select(Optional<String> pattern) {
        return select(pattern, configuration().inventory());
    }

    List<Node> selectOrThisMachine() {
        return select(limit, configurationOrThisMachine().inventory());
    }

    List<Node> selectForServices() {
        return limit.isPresent() ? select(limit) : configuration().nodes();
    }

    private static List<Node> select(Optional<String> pattern, Inventory all) {
        return pattern.map(text -> NodePattern.select(text, all)).orElse(all.nodes());
    }
}
