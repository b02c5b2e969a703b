package dev.volta.ssh;

import java.io.IOException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.sshd.client.auth.pubkey.KeyPairIdentity;
import org.apache.sshd.client.auth.pubkey.PublicKeyIdentity;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKey;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.SessionContext;
import org.apache.sshd.common.signature.SignatureFactoriesManager;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;

/**
 * Authentication by public keys in the order of {@link OfferedKeys}. The library's own asks the agent first, and asks it for
 * signatures under names that agents do not give to those of certificates.
 */
final class MinaPublicKeys extends UserAuthPublicKeyFactory {
    private final MinaKeys pairs;

    MinaPublicKeys(MinaKeys pairs) {
        this.pairs = pairs;
    }

    @Override
    public UserAuthPublicKey createUserAuth(ClientSession session) throws IOException {
        return new UserAuthPublicKey(getSignatureFactories()) {
            @Override
            protected Iterator<PublicKeyIdentity> createPublicKeyIterator(
                    ClientSession of, SignatureFactoriesManager signatures) {
                return identities(of, signatures).iterator();
            }
        };
    }

    private List<PublicKeyIdentity> identities(ClientSession session, SignatureFactoriesManager signatures) {
        var keys = MinaAttempt.of(session).keys();
        var identities = new ArrayList<PublicKeyIdentity>();
        for (var file : keys.files()) {
            pairs.of(keys, file).forEach(pair -> identities.add(new KeyPairIdentity(signatures, session, pair)));
        }
        for (var key : keys.agentKeys()) {
            try {
                var pair = new KeyPair(new ByteArrayBuffer(key.blob()).getRawPublicKey(), null);
                identities.add(new OfAgent(new AgentKeys(keys.agent().orElseThrow()), key, pair));
            } catch (IOException | RuntimeException _) {
                keys.leaveOut("the agent's key '" + key.comment() + "' is of a kind that is not known here ("
                        + key.type() + "); ssh may know it: 'transport: openssh'");
            }
        }
        return identities;
    }

    /** A key, or a certificate, that an agent signs with. */
    private record OfAgent(AgentKeys agent, AgentKeys.Key key, KeyPair pair) implements PublicKeyIdentity {
        @Override
        public KeyPair getKeyIdentity() {
            return pair;
        }

        @Override
        public Map.Entry<String, byte[]> sign(SessionContext session, String algorithm, byte[] data)
                throws IOException {
            return Map.entry(algorithm, agent.sign(key, algorithm, data));
        }
    }
}
