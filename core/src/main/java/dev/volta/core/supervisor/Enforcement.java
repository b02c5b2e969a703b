package dev.volta.core.supervisor;

import dev.volta.core.config.Limits;
import dev.volta.core.facts.Fact;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Which limits a node can hold a service to. Nothing is tried out: a start that fails to set a limit fails as a whole.
 *
 * @param memory version and folder of the kernel's interface that does it, such as {@code 2 /sys/fs/cgroup}
 * @param cpus the same for processors
 */
public record Enforcement(Fact<String> memory, Fact<String> cpus) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** A node that is thought to enforce everything. */
    public static final Enforcement ALL = new Enforcement(Fact.known("any"), Fact.known("any"));

    public static Enforcement ask(Remote remote) throws InterruptedException {
        var lines = Script.of(Enforcement.class, "enforcement.sh")
                .to("see which limits can be enforced")
                .including(Enforcement.class, "cgroup.sh")
                .withLimit(LIMIT)
                .run(remote)
                .require()
                .out()
                .lines()
                .map(line -> line.startsWith("yes ")
                        ? Fact.known(line.substring(4))
                        : Fact.<String>unavailable(line.substring(line.indexOf(' ') + 1)))
                .toList();
        if (lines.size() != 2) {
            throw new RemoteException(remote.node(), "does not say which limits it can enforce: " + lines);
        }
        return new Enforcement(lines.get(0), lines.get(1));
    }

    /** Why {@code limits} cannot be enforced; empty if they can. */
    public Set<String> against(Limits limits) {
        var reasons = new LinkedHashSet<String>();
        if (limits.memory().isPresent() && memory instanceof Fact.Unavailable<String>(var reason)) {
            reasons.add(reason);
        }
        if (limits.cpus().isPresent() && cpus instanceof Fact.Unavailable<String>(var reason)) {
            reasons.add(reason);
        }
        return reasons;
    }

    /** What of {@code limits} can be enforced. */
    public Limits of(Limits limits) {
        return new Limits(
                limits.memory().filter(_ -> memory instanceof Fact.Known<String>),
                limits.cpus().filter(_ -> cpus instanceof Fact.Known<String>));
    }
}
