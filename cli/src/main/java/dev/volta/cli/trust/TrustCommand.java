package dev.volta.cli.trust;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.run.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code volta trust}. */
@Command(
        name = "trust",
        description = "Show the host keys that nodes present and pin those that you confirm.",
        footer = {
            "%nSomebody who intercepts the connection could present another key. Compare the"
                    + " fingerprint with the node's own, shown there",
            "by: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"
        })
public final class TrustCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Parameters(arity = "0..1", paramLabel = "PATTERN", description = "The nodes (default: those of --limit).")
    private @Nullable String pattern;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256:…",
            description = "Pin exactly the key with this fingerprint, and do not ask; may be repeated.")
    private List<String> fingerprints = List.of();

    @Option(names = "--replace", description = "Replace the pinned key of a node whose key has changed.")
    private boolean replace;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var nodes = fleet.described().select(Optional.ofNullable(pattern).or(fleet::limit));
        var pinned = fleet.hostKeys(nodes);
        var consent = new Consent(yes, List.copyOf(fingerprints));
        var out = spec.commandLine().getOut();
        var err = spec.commandLine().getErr();
        var unreachable = new ArrayList<RemoteException>();
        var levels = Place.on(nodes, fleet.routes(), unreachable);
        unreachable.forEach(node -> err.println("volta: " + node.getMessage()));
        var good = unreachable.isEmpty();
        try (var log = fleet.audit(nodes);
                var scan = new HostKeyScan(fleet.settings(pinned))) {
            var pinning = new Pinning(pinned, consent, replace, log, out, err);
            for (var level : levels) {
                var asked = level.stream().filter(pinning::concerns).toList();
                for (var answer : scan.run(asked).entrySet()) {
                    good &= pinning.settle(answer.getKey(), answer.getValue());
                }
            }
        }
        out.flush();
        return (good ? ExitCode.OK : ExitCode.FAILED).code();
    }
}
