package dev.volta.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Private keys from files, opened once for all connections. */
final class MinaKeys {
    private final Map<OfferedKeys.Unlocked, List<KeyPair>> opened = new ConcurrentHashMap<>();

    /** The keys of {@code file}, each after its certificates; none, and {@code keys} told so, if it cannot be used. */
    List<KeyPair> of(OfferedKeys keys, OfferedKeys.Unlocked file) {
        var known = opened.get(file);
        if (known != null) {
            return known;
        }
        try {
            var pairs = open(file);
            opened.put(file, pairs);
            return pairs;
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            keys.leaveOut(file, file.unusable(e));
            return List.of();
        }
    }

    private static List<KeyPair> open(OfferedKeys.Unlocked file) throws IOException, GeneralSecurityException {
        var passphrase = file.passphrase().map(FilePasswordProvider::of).orElse(FilePasswordProvider.EMPTY);
        try (var in = Files.newInputStream(file.path())) {
            var pairs = new ArrayList<KeyPair>();
            var found = SecurityUtils.loadKeyPairIdentities(null, new PathResource(file.path()), in, passphrase);
            if (found != null) {
                for (var pair : found) {
                    pairs.addAll(certified(pair, file.certificates()));
                    pairs.add(pair);
                }
            }
            if (pairs.isEmpty()) {
                throw new IOException("it holds no private key of a kind that is known");
            }
            return List.copyOf(pairs);
        }
    }

    private static List<KeyPair> certified(KeyPair pair, List<Path> certificates)
            throws IOException, GeneralSecurityException {
        var certified = new ArrayList<KeyPair>();
        for (var certificate : certificates) {
            var entry = PublicKeyEntry.parsePublicKeyEntry(
                    Files.readString(certificate).strip());
            certified.add(new KeyPair(entry.resolvePublicKey(null, null, null), pair.getPrivate()));
        }
        return certified;
    }
}
