package dev.volta.core.supervisor;

import dev.volta.core.remote.Command;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map.Entry;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The two files of a service of {@link PlainSupervisor}: {@code run}, a shell script that becomes the program, and {@code env},
 * its variables.
 *
 * @param folder the folder of all services, absolute
 */
public record PlainFormat(String folder) implements UnitFormat {
    /** Variables that a shell keeps to itself, or gives values of its own: {@code env} sets them. */
    private static final Pattern OF_THE_SHELL = Pattern.compile(
            "_|BASH.*|COMP_WORDBREAKS|DIRSTACK|EPOCH.*|EUID|FUNCNAME|GROUPS|HISTCMD|LINENO|OPTARG|OPTIND"
                    + "|PPID|RANDOM|SECONDS|SHELLOPTS|SRANDOM|UID");

    @Override
    public Definition definition(ServiceUnit unit) {
        var environment = unit.environment().entrySet().stream()
                .filter(variable -> !OF_THE_SHELL.matcher(variable.getKey()).matches())
                .collect(Collectors.toMap(Entry::getKey, Entry::getValue, (a, _) -> a, LinkedHashMap::new));
        return new Definition(List.of(
                new Definition.Program(at(unit, "run"), program(unit)),
                new Definition.Environment(at(unit, "env"), EnvironmentText.of(environment))));
    }

    private String program(ServiceUnit unit) {
        var script = new StringBuilder("# ").append(unit.name());
        if (!unit.revision().isEmpty()) {
            script.append(", reads ").append(unit.revision());
        }
        script.append('\n');
        var limits = CgroupLimits.of(unit.limits());
        if (!limits.none()) {
            script.append("# at most ").append(limits).append('\n');
        }
        script.append("set -a\n. ").append(quoted(at(unit, "env"))).append("\nset +a\nexec");
        var rest = unit.environment().entrySet().stream()
                .filter(variable -> OF_THE_SHELL.matcher(variable.getKey()).matches())
                .map(variable -> " " + quoted(variable.getKey() + "=" + variable.getValue()))
                .collect(Collectors.joining());
        return script.append(rest.isEmpty() ? "" : " env" + rest)
                .append(' ')
                .append(Command.of(unit.argv()).quoted())
                .append('\n')
                .toString();
    }

    private String at(ServiceUnit unit, String file) {
        return folder + "/" + unit.name() + "/" + file;
    }

    private static String quoted(String word) {
        return Command.of(word).quoted();
    }
}
