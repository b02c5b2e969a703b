package dev.volta.core.config.load;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Node;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Placement;
import dev.volta.core.config.Problem;
import dev.volta.core.config.shapes.Misspelling;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the parts of a fleet fit together. It looks at the tree and not at the values, so that it can speak even
 * where some other part is wrong; what is malformed it passes over, because the reading has told that.
 */
final class FleetChecks {
    private final List<Tree> nodes;
    private final Optional<Tree> host;
    private final Map<String, Tree> services = new LinkedHashMap<>();
    private final KnownServices known;
    private final List<Problem> problems;

    FleetChecks(Tree file, KnownServices known, List<Problem> problems) {
        this.known = known;
        this.nodes = file.child("nodes").map(Tree::items).orElse(List.of());
        this.host = file.child("host");
        file.child("services")
                .map(Tree::entries)
                .orElse(List.of())
                .forEach(entry -> services.put(entry.key(), entry.value()));
        this.problems = problems;
    }

    void run() {
        refuseTwice("name", node -> text(node, "name"), name -> name);
        refuseTwice("address", FleetChecks::place, FleetChecks::plain);
        checkHost();
        checkMachines();
        services.forEach((name, service) -> {
            checkPlacement(name, service);
            checkAfter(name, service);
            checkKeysOfKinds(name, service);
        });
        new DependencyCycles(services).find().ifPresent(problems::add);
    }

    private record Place(String address, String port) {
        @Override
        public String toString() {
            return port.isEmpty() ? address : address + " port " + port;
        }
    }

    private static Place place(Tree node) {
        var address = text(node, "address");
        return new Place(address, address.isEmpty() || address.equals(NodeKeys.HERE) ? "" : text(node, "port"));
    }

    private static String plain(Place place) {
        return place.port().isEmpty() ? place.address() : Address.plain(place.address(), place.port());
    }

    /** @param plain the same for values that mean the same, however they are written */
    private <T> void refuseTwice(String key, Function<Tree, T> value, Function<T, String> plain) {
        record Seen(String text, Origin origin) {}
        var seen = new HashMap<String, Seen>();
        for (int i = 0; i < nodes.size(); i++) {
            var own = value.apply(nodes.get(i));
            var text = own.toString();
            var origin = nodes.get(i).child(key).orElse(nodes.get(i)).origin();
            var before = text.isEmpty() ? null : seen.putIfAbsent(plain.apply(own), new Seen(text, origin));
            if (before != null) {
                problems.add(Problem.suggested(
                        origin,
                        "nodes[" + i + "]." + key,
                        before.text().equals(text)
                                ? "'" + text + "' is given twice"
                                : "'" + text + "' is the same as '" + before.text() + "'",
                        "the other is at " + before.origin().brief()));
            }
        }
    }

    /** Nobody else has its name, and it is described once. */
    private void checkHost() {
        for (int i = 0; i < nodes.size(); i++) {
            var node = nodes.get(i);
            var isHere = text(node, "address").equals(NodeKeys.HERE);
            if (text(node, "name").equals(Node.HOST.value()) && !isHere) {
                problems.add(Problem.expected(
                        node.child("address")
                                .map(Tree::origin)
                                .filter(origin -> !(origin instanceof Origin.ByDefault))
                                .orElse(node.origin()),
                        "nodes[" + i + "].address",
                        "'" + Node.HOST + "' is the name of the machine that Volta runs on",
                        NodeKeys.HERE + ", or another name"));
            } else if (isHere && host.isPresent()) {
                problems.add(Problem.suggested(
                        host.get().origin(),
                        "host",
                        "the machine that Volta runs on is a node already, at "
                                + node.origin().brief(),
                        "set it there, and remove 'host'"));
            }
        }
    }

    private void checkMachines() {
        for (int i = 0; i < nodes.size(); i++) {
            var address = nodes.get(i).child("address");
            if (nodes.get(i).child("vm").isPresent()
                    && address.isPresent()
                    && !text(nodes.get(i), "address").equals(NodeKeys.LOOPBACK)) {
                problems.add(Problem.expected(
                        address.get().origin(),
                        "nodes[" + i + "].address",
                        "a virtual machine runs on this machine",
                        NodeKeys.LOOPBACK + ", or none"));
            }
        }
    }

    private void checkPlacement(String service, Tree tree) {
        var keyPath = "services." + service + ".on";
        tree.child("on").ifPresent(on -> {
            on.scalar().ifPresent(expression -> checkLabels(expression, on.origin(), keyPath));
            for (int i = 0; i < on.items().size(); i++) {
                var item = on.items().get(i);
                var names = names();
                names.add(Node.HOST.value());
                var path = keyPath + "[" + i + "]";
                item.scalar()
                        .filter(name -> !names.contains(name))
                        .ifPresent(name -> problems.add(unknown("node", name, names, item.origin(), path)));
            }
        });
    }

    /** A service that is there by default may have no node: a fleet need not be one for hashing. */
    private void checkLabels(String expression, Origin origin, String keyPath) {
        if (origin instanceof Origin.ByDefault) {
            return;
        }
        try {
            var wanted = Placement.Labelled.parse(expression);
            var known = Stream.concat(nodes.stream(), host.stream())
                    .flatMap(node -> labels(node).stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            if (nodes.stream().noneMatch(node -> wanted.holdsFor(labels(node)))
                    && (wanted.terms().stream().allMatch(Placement.Term::negated)
                            || host.stream().noneMatch(node -> wanted.holdsFor(labels(node))))) {
                problems.add(Problem.suggested(
                        origin, keyPath, "'" + expression + "' matches no node", insteadOf(expression, known)));
            }
            wanted.terms().stream()
                    .filter(term -> term.negated() && !known.contains(term.label()))
                    .forEach(term -> problems.add(Problem.suggested(
                            origin,
                            keyPath,
                            "'" + term + "' excludes nothing, because no node has that label",
                            names().contains(term.label())
                                    ? "'" + term.label()
                                            + "' is a node, not a label; write nodes as a list: [NODE, NODE]"
                                    : insteadOf(term.label(), known))));
        } catch (BadValueException _) {
            // told by the reading
        }
    }

    private static String insteadOf(String label, Set<String> known) {
        return Misspelling.of(label, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse(
                        known.isEmpty()
                                ? "no node has a label"
                                : "the labels of the nodes are " + String.join(", ", known));
    }

    private void checkAfter(String service, Tree tree) {
        var items = tree.child("after").map(Tree::items).orElse(List.of());
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            var path = "services." + service + ".after[" + i + "]";
            item.scalar()
                    .filter(name -> !services.containsKey(name))
                    .ifPresent(name -> problems.add(unknown("service", name, services.keySet(), item.origin(), path)));
        }
    }

    private void checkKeysOfKinds(String service, Tree tree) {
        var kind = tree.child("kind").flatMap(Tree::scalar).orElse("");
        for (var entry : tree.entries()) {
            var having = known.having(entry.key());
            if (!having.isEmpty() && !having.contains(kind)) {
                var kinds = String.join(" or ", having);
                problems.add(Problem.suggested(
                        entry.value().origin(),
                        "services." + service + "." + entry.key(),
                        "'" + entry.key() + "' is only for services of kind " + kinds,
                        "remove it, or set kind: " + kinds));
            }
        }
    }

    private static Problem unknown(String noun, String name, Set<String> known, Origin origin, String keyPath) {
        return Problem.suggested(
                origin,
                keyPath,
                "there is no " + noun + " '" + name + "'",
                Misspelling.of(name, known)
                        .map(near -> "did you mean '" + near + "'?")
                        .orElse("known are " + String.join(", ", known)));
    }

    private Set<String> names() {
        return nodes.stream()
                .map(node -> text(node, "name"))
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }

    private static Set<String> labels(Tree node) {
        var labels = new ArrayList<String>();
        node.child("labels")
                .map(Tree::items)
                .orElse(List.of())
                .forEach(item -> item.scalar().ifPresent(labels::add));
        return Set.copyOf(labels);
    }

    private static String text(Tree node, String key) {
        return node.child(key).flatMap(Tree::scalar).orElse("");
    }
}
