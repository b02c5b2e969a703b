package dev.volta.core.deploy;

import dev.volta.core.config.Node;
import dev.volta.core.deploy.ObservedNode.KeptFile;
import dev.volta.core.facts.Fact;
import dev.volta.core.facts.NodeFacts;
import dev.volta.core.facts.NodeProbe;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.service.KeptFiles;
import dev.volta.core.supervisor.Enforcement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks at nodes and changes nothing.
 *
 * @param fleet the name of the fleet, which scopes what is looked at
 * @param version of Volta, whose programs are looked at
 * @param limited whether a service has limits, so that it matters which of them a node can enforce
 * @param kept what services leave to those that are started after them
 * @param supervisors of which one keeps the services of a node running
 * @param deployed where services were put, and who keeps them there
 */
public record NodeSurvey(
        String fleet,
        String version,
        boolean limited,
        List<KeptFiles> kept,
        Supervisors supervisors,
        List<DeployedPlace> deployed) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** The first bytes of a file in hexadecimal, the pattern that it was found by, its path. */
    private static final Pattern KEPT = Pattern.compile("((?:[0-9a-f]{2})*) (\\S+) (.+)");

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private static final Script ACCOUNT =
            Script.of(NodeSurvey.class, "account.sh").to("find out who is logged in");

    private static final Script CONTENT = Script.of(NodeSurvey.class, "survey.sh")
            .to("look at the folders and the ports")
            .withPaths();

    /** Everything about {@code node} that a deployment depends on. */
    public ObservedNode look(Node node, Remote remote) throws InterruptedException {
        var account = account(remote);
        var layout = NodeLayout.of(node.paths(), node.name(), account, fleet);
        var facts = new NodeProbe(List.of(layout.install(), layout.log())).ask(remote);
        var supervisor = supervisors.serving(
                account,
                remote,
                kind -> deployed.stream().anyMatch(place -> place.isKeptBy(kind, node.name(), account, layout)));
        var files = new HashMap<String, String>();
        var listening = new HashSet<Integer>();
        var left = new ArrayList<KeptFile>();
        var alterable = read(remote, layout, files, listening, left);
        var services = supervisor.on(remote, layout).services();
        var enforcement = limited ? Enforcement.ask(remote) : Enforcement.ALL;
        return new ObservedNode(node, account, layout, supervisor, facts, files, services, listening, enforcement)
                .withAlterable(alterable)
                .withKept(left);
    }

    /** Where things lie on a node. */
    public NodeLayout layout(Node node, Remote remote) throws InterruptedException {
        return NodeLayout.of(node.paths(), node.name(), account(remote), fleet);
    }

    /** A node with Java that nothing was ever put on, as nobody asked it. */
    public ObservedNode empty(Node node) {
        var account = new LoginInfo("root", 0, "/root", "boot of " + node.name(), false);
        var layout = NodeLayout.of(node.paths(), node.name(), account, fleet);
        var facts = NodeFacts.unasked(List.of(JavaChoice.VERSION + " /usr"));
        return new ObservedNode(
                node, account, layout, supervisors.anywhere(), facts, Map.of(), Map.of(), Set.of(), Enforcement.ALL);
    }

    private static LoginInfo account(Remote remote) throws InterruptedException {
        var lines = ACCOUNT.withLimit(LIMIT).run(remote).require().out().lines().toList();
        if (lines.size() != 6 || !lines.get(1).matches("\\d{1,10}")) {
            throw new RemoteException(remote.node(), "does not say who is logged in: " + lines);
        }
        return new LoginInfo(
                lines.get(0),
                Long.parseLong(lines.get(1)),
                lines.get(2),
                lines.get(3),
                lines.get(4).equals("systemd"),
                lines.get(5).matches("\\d{1,18}")
                        ? Fact.known(Long.parseLong(lines.get(5)))
                        : Fact.unavailable("it is " + lines.get(5)));
    }

    private static String unescaped(String name) {
        return ESCAPED.matcher(name)
                .replaceAll(found -> Matcher.quoteReplacement(
                        switch (found.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            default -> found.group(1);
                        }));
    }

    /** Returns what stands against believing the folders. */
    private List<String> read(
            Remote remote,
            NodeLayout layout,
            HashMap<String, String> files,
            HashSet<Integer> listening,
            ArrayList<KeptFile> left)
            throws InterruptedException {
        var patterns =
                kept.stream().map(one -> one.pattern() + " " + one.ended()).collect(Collectors.joining("\n"));
        var answer = CONTENT.with(
                        layout.run(),
                        layout.install(),
                        layout.log(),
                        layout.state(),
                        patterns,
                        layout.conf(),
                        layout.programs(version))
                .withLimit(LIMIT)
                .run(remote)
                .require()
                .out();
        var parts = answer.split("(?m)^@@\n", 5);
        if (!parts[0].isEmpty()) {
            throw new RemoteException(
                    remote.node(),
                    parts[0].strip() + "; have it removed, or set paths.run of the node to a folder of its user");
        }
        parts[1].lines().forEach(line -> {
            // sha256sum writes a backslash before a line whose name it has escaped.
            var escaped = line.startsWith("\\");
            var fields = line.substring(escaped ? 1 : 0).split(" [ *]", 2);
            files.put(escaped ? unescaped(fields[1]) : fields[1], fields[0]);
        });
        parts[2].lines().forEach(port -> listening.add(Integer.parseInt(port, 16)));
        parts[4].lines()
                .map(KEPT::matcher)
                .filter(Matcher::matches)
                .forEach(line -> left.add(new KeptFile(
                        line.group(2), line.group(3), HexFormat.of().parseHex(line.group(1)))));
        return parts[3].lines().distinct().toList();
    }
}
