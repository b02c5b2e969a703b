package dev.volta.core.facts;

import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a node for its facts in one round trip.
 *
 * @param java the program whose JDK is described: a path, or a word that the node's {@code PATH} resolves
 * @param paths whose file systems are asked for
 */
public record HostProbe(String java, List<String> paths) {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    public HostProbe {
        paths = List.copyOf(paths);
    }

    /** What {@code remote} is made of; throws what the remote throws when the node is lost or has no shell. */
    public HostFacts ask(Remote remote) throws InterruptedException {
        var parameters = new ArrayList<>(List.of(java));
        parameters.addAll(paths);
        var answer = Script.of(HostProbe.class, "facts.sh")
                .to("find out what the node is made of")
                .with(parameters)
                .withLimit(LIMIT)
                .run(remote)
                .require();
        return HostAnswer.read(answer.out(), paths);
    }
}
