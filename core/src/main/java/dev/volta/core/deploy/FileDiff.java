package dev.volta.core.deploy;

import dev.volta.core.config.MaskedText;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.supervisor.Definition;
import dev.volta.core.supervisor.EnvironmentText;
import java.time.Duration;
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
        var diff = diff(wanted.path(), wanted.content(), false);
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
                        case Definition.Program(var path, var content) -> MaskedText.of(diff(path, content, true));
                        case Definition.Environment(var path, var content) -> variables(path, content);
                    });
        }
        return text.toString();
    }

    /** @param isDefinition a file with values of variables, as those of earlier versions were, is not shown */
    private String diff(String path, String content, boolean isDefinition) throws InterruptedException {
        return Script.of(FileDiff.class, "diff.sh")
                .to("compare " + path)
                .withContent(content)
                .with(path, name(path), isDefinition ? "hide" : "")
                .withLimit(LIMIT)
                .run(remote)
                .require()
                .out();
    }

    /** Which variables differ; what they are is told to nobody. */
    private String variables(String path, String content) throws InterruptedException {
        var there = Script.of("variables.sh", "[ ! -e \"$1\" ] || cat -- \"$1\"")
                .to("read the variables in " + path)
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
