package dev.volta.core.vm.fleet;

import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Node;
import dev.volta.core.config.Problem;
import dev.volta.core.config.Reach;
import java.util.ArrayList;
import java.util.List;

/** What would keep machines from running here; asked before the first one starts. */
public final class Preflight {
    private Preflight() {}

    /**
     * Looks at ports and memory.
     *
     * @param machines of nodes that do not run
     * @throws ConfigurationException with everything that is wrong
     */
    public static void check(List<Node> machines) {
        check(machines, machines.isEmpty() ? 0 : MemoryDemand.available());
    }

    static void check(List<Node> machines, long available) {
        var problems = new ArrayList<Problem>();
        for (var node : machines) {
            if (node.reach() instanceof Reach.Ssh ssh) {
                SshPort.refusal(ssh.port()).ifPresent(why -> problems.add(new Problem(node.origin(), "", why, "", "")));
            }
        }
        var sizes = machines.stream()
                .flatMap(node -> node.vm().stream())
                .map(vm -> vm.memory())
                .toList();
        MemoryDemand.refusal(sizes, available)
                .ifPresent(why -> problems.add(new Problem(machines.getFirst().origin(), "", why, "", "")));
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
    }
}
