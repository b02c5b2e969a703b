package dev.volta.ssh;

import java.nio.file.Path;
import java.util.Optional;

/** Where the passphrase of an encrypted private key comes from. It is asked once per key file and connection pool. */
@FunctionalInterface
public interface Passphrases {
    Passphrases NONE = file -> Optional.empty();

    /** The passphrase of {@code keyFile}; empty leaves the file out, so that the agent may know the key. */
    Optional<String> of(Path keyFile);
}
