package dev.volta.ssh;

import com.jcraft.jsch.Identity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A key, or a certificate, that an agent signs with. JSch's own knows no names for the signatures of RSA certificates. */
record JschAgentKey(AgentKeys agent, AgentKeys.Key key) implements Identity {
    @Override
    public byte[] getPublicKeyBlob() {
        return key.blob().clone();
    }

    @Override
    public byte[] getSignature(byte[] data) {
        return getSignature(data, key.type());
    }

    /** The name of the algorithm and the signature; the name is that of the key, also for a certificate. */
    @Override
    public byte[] getSignature(byte[] data, String algorithm) {
        try {
            var name = algorithm.replace(Certificate.SUFFIX, "").getBytes(StandardCharsets.US_ASCII);
            var signature = agent.sign(key, algorithm, data);
            return ByteBuffer.allocate(Integer.BYTES * 2 + name.length + signature.length)
                    .putInt(name.length)
                    .put(name)
                    .putInt(signature.length)
                    .put(signature)
                    .array();
        } catch (IOException _) {
            return new byte[0]; // the next key is tried
        }
    }

    @Override
    public String getAlgName() {
        return key.type();
    }

    @Override
    public String getName() {
        return key.comment();
    }

    @Override
    public boolean isEncrypted() {
        return false;
    }

    @Override
    public boolean setPassphrase(byte[] passphrase) {
        return true;
    }

    @Override
    public void clear() {}
}
