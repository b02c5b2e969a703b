package dev.volta.ssh.hostkeys;

import java.util.List;

/** What the pinned keys say about a key that a server presents. */
public sealed interface Verdict {
    record Trusted() implements Verdict {}

    /** Nothing is pinned for this host. */
    record Unknown() implements Verdict {}

    /** Other keys are pinned for this host, at the places {@code where} ({@code file:line}). */
    record Changed(List<HostKey> pinned, List<String> where) implements Verdict {}

    /** The key is marked {@code @revoked} at {@code where}. */
    record Revoked(String where) implements Verdict {}
}
