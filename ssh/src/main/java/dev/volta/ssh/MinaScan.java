package dev.volta.ssh;

import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Asks a server for its keys: one connection per kind of key, each given up once the key is seen. */
record MinaScan(MinaConnector dial, StartGate gate) {
    /** The kinds of keys that sshd makes, strongest first. */
    static final List<String> KINDS =
            List.of("ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa");

    List<HostKey> run(SshTarget scanned) throws InterruptedException {
        var target = scanned.withOptions(scanned.options().withKnownHosts(List.of()));
        var keys = new ArrayList<HostKey>();
        for (var kind : KINDS) {
            // Against no pinned keys at all every key is unknown, which ends the connection where it should.
            var guard = new HostKeyGuard(target, HostKeys.load(Path.of("/dev/null"), List.of()));
            try {
                gate.pass(() -> dial.exchangeKeys(
                        target,
                        guard,
                        offered -> HostKeyGuard.signaturesOf(kind).toList()));
            } catch (SshException e) {
                if (e.phase() == Phase.CONNECT || (e instanceof StartDropped && keys.isEmpty() && isLast(kind))) {
                    throw e;
                }
                if (e.phase() == Phase.KEY_EXCHANGE && guard.presented().isEmpty() && isLast(kind) && keys.isEmpty()) {
                    throw e;
                }
            }
            guard.presented().ifPresent(keys::add);
        }
        return keys;
    }

    private static boolean isLast(String kind) {
        return kind.equals(KINDS.getLast());
    }
}
