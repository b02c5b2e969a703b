package dev.volta.core.config.load;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Problem;
import java.util.Comparator;
import java.util.List;

/** The order in which problems are told. */
final class Problems {
    /** Options first, then each file from its top; problems of one place keep the order in which they were found. */
    private static final Comparator<Problem> ORDER = Comparator.comparing(Problems::file)
            .thenComparingInt(Problems::line)
            .thenComparingInt(Problems::column);

    private Problems() {}

    static ConfigurationException asException(List<Problem> problems) {
        return new ConfigurationException(
                problems.stream().distinct().sorted(ORDER).toList());
    }

    private static String file(Problem problem) {
        return problem.origin() instanceof Origin.InFile(String file, int _, int _) ? file : "";
    }

    private static int line(Problem problem) {
        return problem.origin() instanceof Origin.InFile(String _, int line, int _) ? line : 0;
    }

    private static int column(Problem problem) {
        return problem.origin() instanceof Origin.InFile(String _, int _, int column) ? column : 0;
    }
}
