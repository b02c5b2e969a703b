package dev.volta.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.IdentityRepository;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SSHAgentConnector;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Vector;

/**
 * The keys for one target, as JSch asks for them: those of files, then those of the agent. JSch's own repositories hold
 * either the ones or the others, and put opened keys into the agent.
 */
final class JschIdentities implements IdentityRepository {
    private final SshTarget target;
    private final OfferedKeys keys;
    private volatile boolean asked;

    JschIdentities(SshTarget target, OfferedKeys keys) {
        this.target = target;
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
            identities.addAll(load(file));
        }
        keys.agent().ifPresent(socket -> {
            try {
                for (var identity : new AgentIdentityRepository(new SSHAgentConnector(socket)).getIdentities()) {
                    if (keys.agentMayOffer(Base64.getEncoder().encodeToString(identity.getPublicKeyBlob()))) {
                        identities.add(identity);
                    }
                }
            } catch (AgentProxyException e) {
                throw new SshException(
                        target,
                        Phase.AUTHENTICATION,
                        "the agent at " + socket + " does not answer: " + e.getMessage() + "; check SSH_AUTH_SOCK",
                        e);
            }
        });
        return identities;
    }

    @SuppressWarnings("JdkObsolete") // the library's interface
    private Vector<Identity> load(OfferedKeys.Unlocked file) {
        try {
            var reader = new JSch();
            var path = file.path().toString();
            if (file.passphrase().isPresent()) {
                reader.addIdentity(path, file.passphrase().get().getBytes(StandardCharsets.UTF_8));
            } else {
                reader.addIdentity(path);
            }
            var identities = reader.getIdentityRepository().getIdentities();
            for (var identity : identities) {
                if (identity.isEncrypted()) {
                    throw new SshException(
                            target, Phase.AUTHENTICATION, "the passphrase does not open " + file.path(), null);
                }
            }
            return identities;
        } catch (JSchException e) {
            throw new SshException(
                    target,
                    Phase.AUTHENTICATION,
                    file.passphrase().isPresent()
                            ? "the passphrase does not open " + file.path() + " (" + e.getMessage() + ")"
                            : "the key " + file.path() + " cannot be read: " + e.getMessage(),
                    e);
        }
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
