package dev.volta.core.fleet;

import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.wire.Quantities;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A choice of nodes, in the notation of ClusterShell's NodeSet as far as people use it:
 *
 * <pre>
 * pattern  = ["!"] term { operator term }
 * operator = "," (and also) | "&amp;" (only those that are also) | "!" or ",!" (without)
 * term     = "@" label | name, in which [1-8,11] stands for numbers and * for any characters
 * </pre>
 *
 * Operators apply from left to right; a pattern that begins with {@code !} starts from all nodes. {@code [01-10]} keeps
 * the zeros. A pattern that chooses no node is an error, and so is a name without {@code *} that is no node's. The name
 * {@code host} is this machine also where no file describes it; no {@code *} means it then.
 */
public final class NodePattern {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");
    private static final int MOST_NAMES = 100_000;

    private final String text;
    private int at;

    private NodePattern(String text) {
        this.text = text;
    }

    /**
     * The nodes of {@code inventory} that {@code pattern} chooses, in the inventory's order.
     *
     * @throws PatternException if the pattern is malformed or chooses nothing
     */
    public static List<Node> select(String pattern, Inventory inventory) {
        var chosen = new NodePattern(pattern.replace(" ", "")).evaluate(inventory);
        if (chosen.isEmpty()) {
            throw new PatternException("'" + pattern + "' chooses no node; 'volta nodes' lists the "
                    + Quantities.count(inventory.nodes().size(), "node"));
        }
        var ordered = new ArrayList<>(
                inventory.nodes().stream().filter(chosen::contains).toList());
        if (chosen.contains(inventory.host()) && !ordered.contains(inventory.host())) {
            ordered.add(inventory.host());
        }
        return List.copyOf(ordered);
    }

    private Set<Node> evaluate(Inventory inventory) {
        var chosen = new LinkedHashSet<Node>();
        if (text.startsWith("!")) {
            chosen.addAll(inventory.nodes());
        } else {
            chosen.addAll(term(inventory));
        }
        while (at < text.length()) {
            switch (text.charAt(at++)) {
                case ',' -> {
                    if (at < text.length() && text.charAt(at) == '!') {
                        at++;
                        chosen.removeAll(term(inventory));
                    } else {
                        chosen.addAll(term(inventory));
                    }
                }
                case '&' -> chosen.retainAll(term(inventory));
                case '!' -> chosen.removeAll(term(inventory));
                default -> throw malformed("',', '&' or '!' expected", at - 1);
            }
        }
        return chosen;
    }

    private List<Node> term(Inventory inventory) {
        var begin = at;
        var inBrackets = false;
        while (at < text.length() && (inBrackets || ",&!".indexOf(text.charAt(at)) < 0)) {
            inBrackets = text.charAt(at) == '[' || (inBrackets && text.charAt(at) != ']');
            at++;
        }
        var term = text.substring(begin, at);
        if (inBrackets) {
            throw malformed("'[' without ']'", begin + term.indexOf('['));
        }
        if (term.isEmpty() || term.equals("@")) {
            throw malformed("a node name or @label expected", begin);
        }
        return term.startsWith("@") ? labelled(term.substring(1), inventory) : named(term, begin, inventory);
    }

    private static List<Node> labelled(String label, Inventory inventory) {
        var nodes = inventory.labelled(label);
        if (nodes.isEmpty()) {
            throw new PatternException("no node carries the label '" + label + "'");
        }
        return nodes;
    }

    private List<Node> named(String term, int begin, Inventory inventory) {
        var names = expand(term, begin);
        var found = new ArrayList<Node>();
        for (var name : names) {
            var glob = Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"));
            var matching = inventory.nodes().stream()
                    .filter(node -> glob.matcher(node.name().value()).matches())
                    .toList();
            if (matching.isEmpty() && name.equals(Node.HOST.value())) {
                found.add(inventory.host());
            } else if (matching.isEmpty() && !name.contains("*")) {
                throw new PatternException("there is no node '" + name + "'; 'volta nodes' lists them");
            }
            found.addAll(matching);
        }
        return found;
    }

    private List<String> expand(String term, int begin) {
        var open = term.indexOf('[');
        if (open < 0) {
            return List.of(term);
        }
        var close = term.indexOf(']', open);
        var tails = expand(term.substring(close + 1), begin + close + 1);
        var names = new ArrayList<String>();
        for (var range : term.substring(open + 1, close).split(",", -1)) {
            for (var number : numbers(range, begin + open)) {
                tails.forEach(tail -> names.add(term.substring(0, open) + number + tail));
                if (names.size() > MOST_NAMES) {
                    throw malformed("more than " + MOST_NAMES + " names", begin + open);
                }
            }
        }
        return names;
    }

    private List<String> numbers(String range, int position) {
        var matcher = RANGE.matcher(range);
        if (!matcher.matches()) {
            throw malformed("'" + range + "' is no number and no range such as 1-8", position);
        }
        var first = matcher.group(1);
        var last = matcher.group(2) == null ? first : matcher.group(2);
        int from = Integer.parseInt(first);
        int to = Integer.parseInt(last);
        if (to < from) {
            throw malformed("the range " + range + " runs backwards", position);
        }
        var format = first.startsWith("0") ? "%0" + first.length() + "d" : "%d";
        var numbers = new ArrayList<String>();
        for (int number = from; number <= to && numbers.size() <= MOST_NAMES; number++) {
            numbers.add(format.formatted(number));
        }
        return numbers;
    }

    private PatternException malformed(String problem, int position) {
        return new PatternException("'" + text + "', at character " + (position + 1) + ": " + problem);
    }
}
