package dev.volta.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Vector;

/**
 * The keys for one target, as JSch asks for them: those of files, then those of the agent. JSch's own repositories hold
 * either the ones or the others, and put opened keys into the agent.
 */
final class JschIdentities implements IdentityRepository {
    private final OfferedKeys keys;
    private volatile boolean asked;

    JschIdentities(OfferedKeys keys) {
        this.keys = keys;
    }

    /** Whether authentication has begun. */
    boolean asked() {
        return asked;
    }

    @Override
    @SuppressWarnings("JdkObsolete") // the library's interface
    public Vector<Identity> getIdentities() {
        asked = true;
        var identities = new Vector<Identity>();
        for (var file : keys.files()) {
            try {
                for (var certificate : file.certificates()) {
                    identities.addAll(load(file, Optional.of(certificate)));
                }
                identities.addAll(load(file, Optional.empty()));
            } catch (JSchException e) {
                keys.leaveOut(file, file.unusable(e));
            }
        }
        keys.agent()
                .map(AgentKeys::new)
                .ifPresent(agent -> keys.agentKeys().forEach(key -> identities.add(new JschAgentKey(agent, key))));
        return identities;
    }

    @SuppressWarnings("JdkObsolete") // the library's interface
    private static Vector<Identity> load(OfferedKeys.Unlocked file, Optional<Path> certificate) throws JSchException {
        var reader = new JSch();
        var passphrase = file.passphrase().map(text -> text.getBytes(StandardCharsets.UTF_8));
        reader.addIdentity(
                file.path().toString(), certificate.map(Path::toString).orElse(null), passphrase.orElse(null));
        var identities = reader.getIdentityRepository().getIdentities();
        if (identities.stream().anyMatch(Identity::isEncrypted)) {
            throw new JSchException("it stays encrypted");
        }
        return identities;
    }

    @Override
    public String getName() {
        return "Volta";
    }

    @Override
    public int getStatus() {
        return RUNNING;
    }

    @Override
    public boolean add(byte[] identity) {
        return false;
    }

    @Override
    public boolean remove(byte[] blob) {
        return false;
    }

    @Override
    public void removeAll() {}
}
