package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.facts.NodeFacts;
import dev.volta.core.remote.Remote;
import dev.volta.core.supervisor.Enforcement;
import dev.volta.core.supervisor.HealthVerdict;
import dev.volta.core.supervisor.ServiceStatus;
import dev.volta.core.supervisor.Supervisor;
import dev.volta.core.supervisor.UnitFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was seen of a node at one moment.
 *
 * @param supervisorKind who keeps services running there
 * @param files the files below {@link NodeLayout#conf} and the programs, by absolute path, with their SHA-256 in hex
 * @param services what the node's supervisor knows of this fleet
 * @param listening TCP ports that somebody listens on
 * @param enforcement which limits its services can be held to
 * @param alterable a sentence for each folder that somebody else than the user there and root can change, among those that
 *     Volta's own folders lie in
 * @param kept what services that may run have left for those that are started after them
 * @param health what the checks of services that run said, by unit; of those that were not asked, nothing
 */
public record ObservedNode(
        Node node,
        LoginInfo account,
        NodeLayout layout,
        SupervisorKind supervisorKind,
        NodeFacts facts,
        Map<String, String> files,
        Map<String, ServiceStatus> services,
        Set<Integer> listening,
        Enforcement enforcement,
        List<String> alterable,
        List<KeptFile> kept,
        Map<String, HealthVerdict> health) {
    /**
     * A file that nobody is done with.
     *
     * @param pattern by which it was found, as {@link dev.volta.core.service.KeptFiles} has it
     * @param path below the state folder
     * @param head its first bytes
     */
    record KeptFile(String pattern, String path, byte[] head) {}

    public ObservedNode {
        files = Map.copyOf(files);
        services = Map.copyOf(services);
        listening = Set.copyOf(listening);
        alterable = List.copyOf(alterable);
        kept = List.copyOf(kept);
        health = Map.copyOf(health);
    }

    /** A view of a node whose services were not asked how they are. */
    public ObservedNode(
            Node node,
            LoginInfo account,
            NodeLayout layout,
            SupervisorKind supervisorKind,
            NodeFacts facts,
            Map<String, String> files,
            Map<String, ServiceStatus> services,
            Set<Integer> listening,
            Enforcement enforcement) {
        this(
                node,
                account,
                layout,
                supervisorKind,
                facts,
                files,
                services,
                listening,
                enforcement,
                List.of(),
                List.of(),
                Map.of());
    }

    /**
     * This machine as the only node of a fleet that ends with its command: nothing of it is there yet, and no shell is asked.
     *
     * @param javaHome of a Java that fits
     */
    public static ObservedNode passing(
            Node node,
            LoginInfo account,
            NodeLayout layout,
            SupervisorKind supervisorKind,
            Path javaHome,
            Enforcement enforcement) {
        var facts = NodeFacts.unasked(List.of(JavaChoice.VERSION + " " + javaHome))
                .withProcessors(Runtime.getRuntime().availableProcessors());
        return new ObservedNode(
                node, account, layout, supervisorKind, facts, Map.of(), Map.of(), Set.of(), enforcement);
    }

    public ObservedNode withHealth(Map<String, HealthVerdict> told) {
        return with(alterable, kept, told);
    }

    ObservedNode withAlterable(List<String> sentences) {
        return with(sentences, kept, health);
    }

    ObservedNode withKept(List<KeptFile> found) {
        return with(alterable, found, health);
    }

    private ObservedNode with(List<String> sentences, List<KeptFile> found, Map<String, HealthVerdict> told) {
        return new ObservedNode(
                node,
                account,
                layout,
                supervisorKind,
                facts,
                files,
                services,
                listening,
                enforcement,
                sentences,
                found,
                told);
    }

    /** Who keeps services running there, over {@code remote}. */
    public Supervisor supervisor(Remote remote) {
        return supervisorKind.on(remote, layout);
    }

    /** How that one writes down what it runs. Pure. */
    public UnitFormat format() {
        return supervisorKind.format(name(), layout);
    }

    /** Whether {@code service}, as {@link SupervisorKind#keeps} has it, is of the fleet that was looked at. */
    public boolean keeps(String service) {
        return supervisorKind.keeps(name(), layout, service);
    }

    /** By what the services of the fleet are known there. */
    String scope() {
        return supervisorKind.scope(name(), layout);
    }

    /** What the check of {@code unit} said. */
    public HealthVerdict health(String unit) {
        return health.getOrDefault(unit, new HealthVerdict.Unchecked());
    }

    /** Whether something of the fleet runs there. */
    public boolean runsServices() {
        return services.values().stream().anyMatch(Shutdown::hasProcesses);
    }

    public NodeName name() {
        return node.name();
    }
}
