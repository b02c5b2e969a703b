package dev.volta.core.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; nothing was touched. The message has one line per problem. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** In the order of the files and, within a file, of its lines. */
    public List<Problem> problems() {
        return problems;
    }
}
