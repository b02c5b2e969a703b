package dev.volta.core.supervisor;

import dev.volta.core.config.Limits;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/**
 * A service as a supervisor runs it on one node.
 *
 * @param name unique on the node; names its folder and its log
 * @param argv the program and its arguments
 * @param environment added to the supervisor's own
 * @param limits what all its processes together may use
 * @param revision changes when something that it reads at its start does, so that it is started anew; may be empty
 */
public record ServiceUnit(
        String name, List<String> argv, SequencedMap<String, String> environment, Limits limits, String revision) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public ServiceUnit {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no service name");
        }
        argv = List.copyOf(argv);
        environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
        for (var variable : environment.keySet()) {
            if (!VARIABLE.matcher(variable).matches()) {
                throw new IllegalArgumentException("'" + variable + "' is no name of an environment variable");
            }
        }
    }

    public ServiceUnit(String name, List<String> argv, SequencedMap<String, String> environment) {
        this(name, argv, environment, Limits.NONE, "");
    }

    public ServiceUnit(String name, List<String> argv) {
        this(name, argv, new LinkedHashMap<>(Map.of()));
    }

    /** The same with {@code more} variables, which win over those it has. */
    public ServiceUnit withEnvironment(Map<String, String> more) {
        var all = new LinkedHashMap<>(environment);
        all.putAll(more);
        return new ServiceUnit(name, argv, all, limits, revision);
    }

    public ServiceUnit withLimits(Limits narrower) {
        return new ServiceUnit(name, argv, environment, narrower, revision);
    }

    public ServiceUnit withRevision(String read) {
        return new ServiceUnit(name, argv, environment, limits, read);
    }
}
