package dev.volta.core.facts;

import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
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

    public NodeFacts ask(Remote remote) throws InterruptedException {
        var host = new HostProbe("java", folders.stream().limit(1).toList()).ask(remote);
        var answer = Script.of(NodeProbe.class, "node.sh")
                .to("look for Java and free space")
                .including(NodeProbe.class, "runtime.sh")
                .with(folders)
                .withLimit(LIMIT)
                .run(remote)
                .require();
        var sections = new Sections(answer.out());
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
