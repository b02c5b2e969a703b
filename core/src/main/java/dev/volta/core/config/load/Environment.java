package dev.volta.core.config.load;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import dev.volta.core.config.TemplateToken;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lays the {@code env_file}s of a service under its {@code env} and puts in the variables that are known before any
 * node is, into its limits too. What is left afterwards is text in which only {@code ${node.name}}, {@code ${node.address}} and {@code $$}
 * are special.
 */
final class Environment {
    private final Path folder;
    private final Map<String, String> operator = new HashMap<>();
    private final List<Tree.Entry> profile;
    private final List<Problem> problems;

    /**
     * An environment for all services of one file.
     *
     * @param folder what relative names of env files count from
     * @param operator the variables of whoever calls Volta
     * @param profile variables that were chosen for this call, which win over all others of their name
     */
    Environment(Path folder, Map<String, String> operator, List<Tree.Entry> profile, List<Problem> problems) {
        this.folder = folder;
        operator.forEach((name, value) -> this.operator.put(name, escaped(value)));
        this.profile = profile;
        this.problems = problems;
    }

    /** {@code file} with the environment of every service filled in. */
    Tree fill(Tree file) {
        if (!(file instanceof Tree.Mapping mapping)
                || !(mapping.get("services").orElseGet(() -> new Tree.Nothing(file.origin()))
                        instanceof Tree.Mapping services)) {
            return file;
        }
        var filled = services.entries().stream()
                .map(entry -> entry.withValue(service(entry.value(), "services." + entry.key())))
                .toList();
        return mapping.with(
                mapping.entry("services").orElseThrow().withValue(new Tree.Mapping(services.origin(), filled)));
    }

    private Tree service(Tree tree, String keyPath) {
        if (!(tree instanceof Tree.Mapping service)
                || !(service.get("env").orElse(new Tree.Mapping(tree.origin(), List.of()))
                        instanceof Tree.Mapping env)) {
            return tree;
        }
        var layered = new Tree.Mapping(env.origin(), List.of());
        var known = new HashMap<>(operator);
        for (var item : files(service)) {
            for (var variable : read(item, keyPath + ".env_file")) {
                var entry = substituted(variable, known, variable.key());
                layered = layered.with(entry);
                entry.value().scalar().ifPresent(text -> known.put(variable.key(), text));
            }
        }
        for (var variable : profile) {
            substituted(variable, known, variable.key())
                    .value()
                    .scalar()
                    .ifPresent(text -> known.put(variable.key(), text));
        }
        for (var variable : env.entries()) {
            layered = layered.with(substituted(variable, known, keyPath + ".env." + variable.key()));
        }
        return limited(service, known, keyPath + ".limits").with(new Tree.Entry("env", env.origin(), layered));
    }

    /** Limits are the same on every node, so that nothing may be left to put in. */
    private Tree.Mapping limited(Tree.Mapping service, Map<String, String> known, String keyPath) {
        if (!(service.get("limits").orElse(new Tree.Nothing(service.origin())) instanceof Tree.Mapping limits)) {
            return service;
        }
        var filled = new ArrayList<Tree.Entry>();
        for (var limit : limits.entries()) {
            int before = problems.size();
            var entry = substituted(limit, known, keyPath + "." + limit.key());
            if (problems.size() == before) {
                filled.add(entry); // what is left of a limit with an unset variable would be complained of twice
            }
        }
        return service.with(new Tree.Entry("limits", limits.origin(), new Tree.Mapping(limits.origin(), filled)));
    }

    private static List<Tree> files(Tree.Mapping service) {
        return service.get("env_file")
                .map(value -> value instanceof Tree.Scalar ? List.of(value) : value.items())
                .orElse(List.of());
    }

    private List<Tree.Entry> read(Tree item, String keyPath) {
        var name = item.scalar().filter(text -> !text.isEmpty());
        if (name.isEmpty()) {
            return List.of();
        }
        var path = folder.resolve(name.get());
        if (!Files.exists(path)) {
            problems.add(Problem.expected(
                    item.origin(), keyPath, "'" + name.get() + "' does not exist", "a file beside this one"));
            return List.of();
        }
        return SourceText.read(path, problems)
                .map(source -> EnvFile.variables(source, problems))
                .orElse(List.of());
    }

    private Tree.Entry substituted(Tree.Entry variable, Map<String, String> known, String keyPath) {
        if (!(variable.value() instanceof Tree.Scalar(Origin origin, String source))) {
            return variable;
        }
        var text = new StringBuilder();
        try {
            for (var token : TemplateToken.split(source)) {
                text.append(
                        switch (token) {
                            case TemplateToken.Text(String literal) -> escaped(literal);
                            case TemplateToken.Variable(String name) -> value(name, known, origin, keyPath);
                        });
            }
        } catch (BadValueException e) {
            problems.add(e.at(origin, keyPath));
            text.setLength(0);
        }
        return variable.withValue(new Tree.Scalar(origin, text.toString()));
    }

    private String value(String name, Map<String, String> known, Origin origin, String keyPath) {
        if (name.startsWith("node.")) {
            return "${" + name + "}";
        }
        var value = known.get(name);
        if (value == null) {
            problems.add(Problem.suggested(
                    origin,
                    keyPath,
                    "variable '" + name + "' is not set",
                    "set it in an env_file, export it, or choose a --profile"));
            return "";
        }
        return value;
    }

    private static String escaped(String literal) {
        return literal.replace("$", "$$");
    }
}
