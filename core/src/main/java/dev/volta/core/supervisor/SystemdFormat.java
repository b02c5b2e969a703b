package dev.volta.core.supervisor;

import dev.volta.core.config.NodeName;
import java.util.List;

/** The unit of systemd of a service, and the file with its variables. */
public record SystemdFormat(String fleet, NodeName node, SystemdFolders folders) implements UnitFormat {
    static final String UNITS = "/etc/systemd/system/";

    /** What the names of a fleet's units on a node begin with. */
    public static String prefix(String fleet, NodeName node) {
        return "volta-" + doubled(fleet) + "-" + doubled(node.value()) + "-";
    }

    private static String doubled(String name) {
        return name.replace("-", "--");
    }

    String prefix() {
        return prefix(fleet, node);
    }

    /** The name of the unit of a service. */
    String file(String service) {
        return prefix() + service + ".service";
    }

    @Override
    public Definition definition(ServiceUnit unit) {
        return new Definition(List.of(
                new Definition.Program(UNITS + file(unit.name()), new SystemdUnit(fleet, folders).text(unit)),
                new Definition.Environment(
                        folders.environmentOf(unit.name()), EnvironmentText.of(unit.environment()))));
    }
}
