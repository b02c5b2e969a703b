package dev.volta.core.deploy;

import dev.volta.core.config.MaskedText;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import dev.volta.core.supervisor.Definition;
import dev.volta.core.supervisor.EnvironmentText;
import dev.volta.core.workload.PlannedUnit.PlacedFile;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * How files of a node differ from what is wanted; {@code diff} on the node compares them. Secrets are not shown, nor are
 * values of variables, since any may be one.
 */
public record FileDiff(Remote remote) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** A unified diff; empty if they do not differ. */
    public String of(PlacedFile wanted) throws InterruptedException {
        var diff = diff(wanted.path(), wanted.content(), List.of());
        if (wanted.secret()) {
            return diff.isEmpty() ? "" : "secret " + name(wanted.path()) + " differs\n";
        }
        return MaskedText.of(diff);
    }

    /** How each part differs, one after the other. */
    public String of(Definition wanted) throws InterruptedException {
        var text = new StringBuilder();
        for (var part : wanted.parts()) {
            text.append(
                    switch (part) {
                        case Definition.Program(var path, var content) ->
                            MaskedText.of(diff(path, content, List.of("hide")));
                        case Definition.Environment(var path, var content) -> variables(path, content);
                    });
        }
        return text.toString();
    }

    private String diff(String path, String content, List<String> more) throws InterruptedException {
        var script = Script.of(FileDiff.class, "diff.sh").withContent(content);
        return (more.isEmpty() ? script.with(path, name(path)) : script.with(path, name(path), more.getFirst()))
                .withLimit(LIMIT)
                .run(remote)
                .require()
                .out();
    }

    /** Which variables differ; what they are is told to nobody. */
    private String variables(String path, String content) throws InterruptedException {
        var there = Script.of("read the variables", "[ ! -e \"$1\" ] || cat -- \"$1\"")
                .with(path)
                .withLimit(LIMIT)
                .run(remote)
                .require()
                .out();
        if (there.equals(content)) {
            return "";
        }
        var old = EnvironmentText.read(there);
        var wanted = EnvironmentText.read(content);
        var lines = new StringBuilder();
        var names = new TreeSet<>(old.keySet());
        names.addAll(wanted.keySet());
        for (var one : names) {
            if (Objects.equals(old.get(one), wanted.get(one))) {
                continue;
            }
            var changed = old.containsKey(one) && wanted.containsKey(one);
            lines.append(old.containsKey(one) ? "-" + one + "=" + MaskedText.VALUE + "\n" : "")
                    .append(
                            wanted.containsKey(one)
                                    ? "+" + one + "=" + MaskedText.VALUE + (changed ? " (changed)" : "") + "\n"
                                    : "");
        }
        var name = name(path);
        return "--- " + name + "\n+++ " + name + " (wanted)\n"
                + (lines.isEmpty() ? "+ the same variables, written anew\n" : lines);
    }

    private String name(String path) {
        return remote.node() + ":" + path;
    }
}
