package dev.volta.ssh.hostkeys;

import java.util.List;

/** What the pinned keys say about a key that a server presents. */
public sealed interface HostKeyVerdict {
    record Trusted() implements HostKeyVerdict {}

    /** Nothing is pinned for this host. */
    record Unknown() implements HostKeyVerdict {}

    /** Other keys are pinned for this host, at the places {@code where} ({@code file:line}). */
    record Changed(List<HostKey> pinned, List<String> where) implements HostKeyVerdict {}

    /** The key is marked {@code @revoked} at {@code where}. */
    record Revoked(String where) implements HostKeyVerdict {}
}
