package dev.volta.core.config.load;

import dev.volta.core.config.BadValueException;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Problem;
import dev.volta.core.config.yaml.SourceText;
import dev.volta.core.config.yaml.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A list of hosts, one {@code [user@]host[:port]} per line, an IPv6 address in brackets. A node is called like its
 * host; where hosts would share a name their ports tell them apart ({@code 127.0.0.1-2201}), and an IPv6 address is
 * written with dashes.
 */
final class NodesFile {
    static final Pattern USER = Pattern.compile("[A-Za-z_][A-Za-z0-9._-]{0,63}");

    private static final Pattern LINE = Pattern.compile(
            "(?:(?<user>[^@\\s]+)@)?(?:\\[(?<six>[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?)]|(?<host>[A-Za-z0-9][A-Za-z0-9._-]*))(?::(?<port>\\S*))?");
    private static final String WANTED = "[user@]host[:port], an IPv6 address in brackets";

    private record Host(Optional<String> user, String address, Port port, Origin origin) {
        String place() {
            return "host " + address + " port " + port;
        }
    }

    private NodesFile() {}

    /** The value that the key {@code nodes} has because of this file. */
    static Tree nodes(SourceText source, List<Problem> problems) {
        var hosts = new ArrayList<Host>();
        var seen = new HashMap<String, Host>();
        var lines = ListFile.lines(source);
        for (var line : lines) {
            try {
                var host = host(line);
                var plain = Address.plain(host.address(), host.port().toString());
                var before = seen.putIfAbsent(plain, host);
                if (before != null) {
                    problems.add(Problem.suggested(
                            line.origin(),
                            "",
                            before.place().equals(host.place())
                                    ? host.place() + " is given twice"
                                    : host.place() + " is the same as " + before.place(),
                            "the other is at " + before.origin().brief()));
                    continue;
                }
                hosts.add(host);
            } catch (BadValueException e) {
                problems.add(e.at(line.origin(), ""));
            }
        }
        var start = new Origin.InFile(source.file(), 1, 1);
        if (lines.isEmpty()) {
            problems.add(Problem.expected(start, "", "names no host", "one " + WANTED + " per line"));
        }
        return new Tree.Sequence(
                start, hosts.stream().map(host -> node(host, hosts)).toList());
    }

    private static Host host(ListFile.Line line) {
        var matcher = LINE.matcher(line.text());
        if (!matcher.matches()) {
            throw BadValueException.expected("'" + line.text() + "' is not a host", WANTED);
        }
        var user = Optional.ofNullable(matcher.group("user"));
        if (user.isPresent() && !USER.matcher(user.get()).matches()) {
            throw BadValueException.expected("'" + user.get() + "' is not a user name", WANTED);
        }
        var six = Optional.ofNullable(matcher.group("six"));
        var port = Optional.ofNullable(matcher.group("port")).map(Port::parse).orElse(Port.SSH);
        return new Host(user, six.orElseGet(() -> matcher.group("host")), port, line.origin());
    }

    private static Tree node(Host host, List<Host> all) {
        var shared = all.stream()
                        .filter(other -> other.address().equals(host.address()))
                        .count()
                > 1;
        var plain = NodeName.isValid(host.address())
                ? host.address()
                : "ip" + host.address().replaceAll("[:%]", "-");
        var values = new ArrayList<Map.Entry<String, String>>();
        values.add(Map.entry("name", shared ? plain + "-" + host.port() : plain));
        values.add(Map.entry("address", host.address()));
        values.add(Map.entry("port", host.port().toString()));
        host.user().ifPresent(user -> values.add(Map.entry("user", user)));
        return new Tree.Mapping(
                host.origin(),
                values.stream()
                        .map(value -> new Tree.Entry(
                                value.getKey(), host.origin(), new Tree.Scalar(host.origin(), value.getValue())))
                        .toList());
    }
}
