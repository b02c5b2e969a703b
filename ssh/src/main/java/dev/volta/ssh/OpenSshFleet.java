package dev.volta.ssh;

import dev.volta.core.remote.Remote;
import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.openssh.SshFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Nodes over the system's ssh, one process for each connection: for what neither library does, as ProxyCommand, Match,
 * certificates of hosts, FIDO keys and Kerberos. The number of connections that start at once is bounded.
 */
public final class OpenSshFleet implements AutoCloseable {
    private final StartGate gate;
    private final SshFolder folder;
    private final OpenSshConnector dial;
    private final Set<OpenSshConnection> wires = ConcurrentHashMap.newKeySet();

    private OpenSshFleet(SshSettings settings, SshFolder folder) {
        this.gate = StartGate.of(settings);
        this.folder = folder;
        this.dial = new OpenSshConnector(settings, folder);
    }

    public static OpenSshFleet start(SshSettings settings) {
        return start(settings, System.getenv());
    }

    /** @param environment says where the runtime folder is */
    static OpenSshFleet start(SshSettings settings, Map<String, String> environment) {
        try {
            return new OpenSshFleet(settings, SshFolder.make(environment));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connects and logs in; {@link SshException} tells how far it came. */
    public Remote connect(SshTarget target) throws InterruptedException {
        var wire = gate.pass(() -> dial.connect(target));
        wires.removeIf(known -> !known.isOpen());
        wires.add(wire);
        return new SshRemote(target, wire);
    }

    /**
     * The keys that the server presents, one of each kind it has, without logging in, and the name that ssh looks them up
     * under.
     */
    public Scanned scanHostKeys(SshTarget target) throws InterruptedException {
        var keys = new ArrayList<HostKey>();
        var name = Optional.<String>empty();
        for (var kind : MinaScan.KINDS) {
            var algorithms = String.join(",", HostKeyGuard.signaturesOf(kind).toList());
            var line = gate.pass(() -> dial.hostKey(target, algorithms));
            if (line.isPresent()) {
                var words = line.get().split(" ", 4);
                name = Optional.of(words[0]);
                keys.add(new HostKey(words[1], words[2]));
            }
        }
        return new Scanned(name.map(found -> named(target, found)).orElse(target), keys);
    }

    /**
     * What a server presented.
     *
     * @param target with the host and port that its keys are pinned under
     */
    public record Scanned(SshTarget target, List<HostKey> keys) {}

    private static SshTarget named(SshTarget target, String name) {
        var place = PinName.parse(name);
        return SshTarget.of(target.node(), place.host(), place.port(), target.user())
                .withOptions(TargetOptions.NONE.withKnownHosts(target.options().knownHosts()));
    }

    /** Closes all connections. */
    @Override
    public void close() {
        wires.forEach(OpenSshConnection::close);
        folder.close();
    }
}
