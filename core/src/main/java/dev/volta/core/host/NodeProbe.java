package dev.volta.core.host;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * Asks a node for everything that {@code volta facts} shows.
 *
 * @param folders whose free space is told; one that does not exist stands for the nearest parent that does. In the first
 *     of them runtimes of Java are looked for, too
 */
public record NodeProbe(List<String> folders) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Prints sections as {@code facts.sh} does. Parameters: the folders. */
    private static final String SCRIPT = """
            LC_ALL=C; export LC_ALL
            echo '@@ supervisor'
            if [ -d /run/systemd/system ]; then echo systemd; else echo plain; fi
            echo '@@ javas'
            { command -v java; ls -d /usr/lib/jvm/*/bin/java /opt/*/bin/java "$1"/volta-jre-*/bin/java; } 2>/dev/null |
            while IFS= read -r java; do readlink -f "$java"; done | sort -u |
            while IFS= read -r java; do
                home=${java%/bin/java}
                version=$(sed -n 's/^JAVA_VERSION="\\(.*\\)"/\\1/p' "$home/release" 2>/dev/null)
                [ -n "$version" ] && echo "$version $home"
            done
            number=0
            for folder in "$@"; do
                while [ ! -d "$folder" ]; do folder=$(dirname "$folder"); done
                echo "@@ free$number"
                df -Pk "$folder" 2>/dev/null | awk 'NR > 1 { print $4 }'
                number=$((number + 1))
            done
            exit 0
            """;

    public NodeFacts ask(Remote remote) throws InterruptedException {
        var host = new HostProbe("java", folders.stream().limit(1).toList()).ask(remote);
        var command = Command.script(SCRIPT, folders.toArray(String[]::new)).withTimeout(LIMIT);
        var sections = new Sections(remote.run(command).require().out());
        var free = new LinkedHashMap<String, Fact<Long>>();
        for (var i = 0; i < folders.size(); i++) {
            free.put(folders.get(i), Sections.then(sections.text("free" + i), NodeProbe::kibibytes));
        }
        var javas = sections.text("javas") instanceof Fact.Known<String>(var text)
                ? Fact.known(text.lines().toList())
                : Fact.<List<String>>unavailable("no Java on PATH, in /usr/lib/jvm or in /opt");
        return new NodeFacts(host, javas, sections.text("supervisor"), free, ClockOffset.measure(remote));
    }

    private static Fact<Long> kibibytes(String text) {
        return text.matches("\\d{1,15}")
                ? Fact.known(Long.parseLong(text) * 1024)
                : Fact.unavailable("df answered '" + text + "'");
    }
}
