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
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Private keys from files, opened once for all connections. */
final class MinaKeys {
    private final Map<Path, List<KeyPair>> opened = new ConcurrentHashMap<>();

    List<KeyPair> of(SshTarget target, OfferedKeys.Unlocked file) {
        return opened.computeIfAbsent(file.path(), path -> open(target, file));
    }

    private static List<KeyPair> open(SshTarget target, OfferedKeys.Unlocked file) {
        var passphrase = file.passphrase().map(FilePasswordProvider::of).orElse(FilePasswordProvider.EMPTY);
        try (var in = Files.newInputStream(file.path())) {
            var pairs = new ArrayList<KeyPair>();
            var found = SecurityUtils.loadKeyPairIdentities(null, new PathResource(file.path()), in, passphrase);
            if (found != null) {
                found.forEach(pairs::add);
            }
            if (pairs.isEmpty()) {
                throw new SshException(target, Phase.AUTHENTICATION, file.path() + " holds no private key", null);
            }
            return List.copyOf(pairs);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            if (e instanceof SshException told) {
                throw told;
            }
            throw new SshException(
                    target,
                    Phase.AUTHENTICATION,
                    file.passphrase().isPresent()
                            ? "the passphrase does not open " + file.path() + " (" + e.getMessage() + ")"
                            : "the key " + file.path() + " cannot be read: " + e.getMessage(),
                    e);
        }
    }
}
