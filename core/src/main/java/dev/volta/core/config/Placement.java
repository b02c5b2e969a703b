package dev.volta.core.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** On which nodes a service runs. */
public sealed interface Placement {
    boolean holds(Node node);

    /** Whether it names {@code node} or a label of it; an expression that is true of what has no label means no node. */
    boolean means(Node node);

    /** On the nodes of these names. */
    record Named(Set<NodeName> names) implements Placement {
        public Named {
            names = Set.copyOf(names);
        }

        @Override
        public boolean holds(Node node) {
            return names.contains(node.name());
        }

        @Override
        public boolean means(Node node) {
            return holds(node);
        }
    }

    /** One label that a node must carry or, negated, must not. */
    record Term(String label, boolean negated) {
        @Override
        public String toString() {
            return negated ? "!" + label : label;
        }
    }

    /**
     * On the nodes whose labels satisfy every term; without terms, on all. As text: labels joined by {@code &}, each
     * perhaps with {@code !} before it ({@code worker & !gpu}), or {@code *} for all nodes.
     */
    record Labelled(List<Term> terms) implements Placement {
        /** What a label may look like. */
        public static final Pattern LABEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

        public Labelled {
            terms = List.copyOf(terms);
        }

        public static Labelled parse(String text) {
            if (text.strip().equals("*")) {
                return new Labelled(List.of());
            }
            var terms = new ArrayList<Term>();
            for (var part : text.split("&", -1)) {
                var negated = part.strip().startsWith("!");
                var label = negated ? part.strip().substring(1).strip() : part.strip();
                if (!LABEL.matcher(label).matches()) {
                    throw BadValueException.expected(
                            "'" + text + "' is not a label expression",
                            "labels joined by &, such as worker & !gpu, or *");
                }
                terms.add(new Term(label, negated));
            }
            return new Labelled(terms);
        }

        @Override
        public boolean holds(Node node) {
            return holdsFor(node.labels());
        }

        @Override
        public boolean means(Node node) {
            return holds(node) && terms.stream().anyMatch(term -> !term.negated());
        }

        public boolean holdsFor(Set<String> labels) {
            return terms.stream().allMatch(term -> labels.contains(term.label()) != term.negated());
        }

        @Override
        public String toString() {
            return terms.isEmpty() ? "*" : terms.stream().map(Term::toString).collect(Collectors.joining(" & "));
        }
    }
}
