package dev.volta.core.config.load;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import dev.volta.core.config.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the description of a fleet: load, apply defaults, validate. */
public final class FleetSource {
    private static final String SUCH_AS =
            "such as nodes: [{name: n1, address: 192.0.2.1}]; [{name: local, address: local}] is this"
                    + " machine alone";

    private final FleetFiles files;
    private final KnownServices known;
    private final Map<String, String> variables;
    private final Optional<Path> profile;
    private final List<Problem> problems = new ArrayList<>();

    private FleetSource(FleetFiles files, KnownServices known, Map<String, String> variables, Optional<Path> profile) {
        this.files = files;
        this.known = known;
        this.variables = variables;
        this.profile = profile;
    }

    /**
     * The fleet that {@code files} describe; without any file, this machine alone. Files that are there and name no
     * machine are wrong: nobody meant this one.
     *
     * @param known the kinds of service there are
     * @param variables that {@code ${NAME}} may mean, usually the environment of the process
     * @throws ConfigurationException with everything that is wrong
     */
    public static Effective<Configuration> read(FleetFiles files, KnownServices known, Map<String, String> variables) {
        return read(files, known, variables, Optional.empty());
    }

    /**
     * The same with variables that were chosen for this call.
     *
     * @param profile a file of them; they win over those of the same name in {@code env_file}s and elsewhere
     */
    public static Effective<Configuration> read(
            FleetFiles files, KnownServices known, Map<String, String> variables, Optional<Path> profile) {
        var source = new FleetSource(files, known, variables, profile);
        var tree = source.load();
        var filled = source.applyDefaults(tree);
        return source.validate(filled);
    }

    /** Without a whole file nobody could tell whether the others refer to the right things, so that ends it. */
    private Tree load() {
        var described = files.fleetFile()
                .map(this::yaml)
                .orElseGet(() -> Optional.of(new Tree.Mapping(new Origin.ByDefault(), List.of())));
        var nodes = listedNodes();
        described.ifPresent(file -> requireMachines(file, nodes.isPresent()));
        if (described.isEmpty() || nodes.stream().anyMatch(list -> list.items().isEmpty())) {
            throw Problems.asException(problems);
        }
        return nodes.isPresent() && described.get() instanceof Tree.Mapping mapping
                ? mapping.with(new Tree.Entry("nodes", nodes.get().origin(), nodes.get()))
                : described.get();
    }

    /**
     * What was left unsaid in a file that is there was hardly meant to be this machine.
     *
     * @param listed whether another file names the machines
     */
    private void requireMachines(Tree file, boolean listed) {
        if (!(file instanceof Tree.Mapping mapping) || file.origin() instanceof Origin.ByDefault) {
            return;
        }
        if (mapping.entries().isEmpty()) {
            problems.add(Problem.expected(
                    file.origin(),
                    "",
                    "describes nothing",
                    listed ? "'fleet' or 'services', or no such file" : "'nodes', " + SUCH_AS));
        } else if (!listed && mapping.entry("nodes").isEmpty()) {
            problems.add(Problem.suggested(file.origin(), "", "'nodes' is missing", "list the machines, " + SUCH_AS));
        }
    }

    /** The nodes of the list that takes the place of the fleet file's own, if there is such a list. */
    private Optional<Tree> listedNodes() {
        var file = files.nodesFile().or(files::portsFile);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        var nothing = new Tree.Sequence(new Origin.InFile(file.get().toString(), 1, 1), List.of());
        return Optional.of(text(file.get())
                .map(source -> files.nodesFile().isPresent()
                        ? NodesFile.nodes(source, problems)
                        : PortsFile.nodes(source, problems))
                .orElse(nothing));
    }

    private Optional<SourceText> text(Path file) {
        return SourceText.read(file, problems);
    }

    private Optional<Tree> yaml(Path file) {
        return text(file).flatMap(source -> YamlReader.read(source, problems));
    }

    private Tree applyDefaults(Tree tree) {
        var filled = new FleetKeys(known).file().withDefaults(SharedNodeSettings.fill(tree));
        var chosen = profile.flatMap(this::text)
                .map(text -> EnvFile.variables(text, problems))
                .orElse(List.of());
        return new Environment(files.folder(), variables, chosen, problems).fill(NodeDefaults.fill(filled));
    }

    private Effective<Configuration> validate(Tree tree) {
        var file = new FleetKeys(known).file().read(tree, "", problems);
        new FleetChecks(tree, known, problems).run();
        if (!problems.isEmpty() || file.isEmpty()) {
            throw Problems.asException(problems);
        }
        var described = file.get();
        var nodes = described.nodes().stream()
                .map(node -> withPaths(node, described))
                .toList();
        var isListed = nodes.stream().anyMatch(node -> node.reach() instanceof Reach.Here);
        var host = isListed
                ? Optional.<Node>empty()
                : Optional.of(withPaths(described.host().orElseGet(Node::host), described));
        var configuration = new Configuration(described.fleet(), new Inventory(nodes, host), described.services());
        PortChecks.run(configuration, tree, problems);
        StageChecks.run(configuration, tree, problems);
        if (!problems.isEmpty()) {
            throw Problems.asException(problems);
        }
        return new Effective<>(configuration, tree);
    }

    private static Node withPaths(Node node, FleetKeys.FleetFile described) {
        return new Node(
                node.name(),
                node.reach(),
                node.labels(),
                node.vm(),
                node.paths().orElse(described.fleet().paths()),
                node.origin());
    }
}
