package dev.volta.cli.trust;

import dev.volta.core.remote.local.Terminal;
import dev.volta.ssh.hostkeys.HostKey;
import java.util.List;

/**
 * Which of the presented keys the operator vouches for.
 *
 * @param fingerprints if there are any, they decide alone
 */
record Consent(boolean yes, List<String> fingerprints) {
    /** What was answered. */
    sealed interface Answer {
        record Pin(List<HostKey> keys) implements Answer {}

        record Refusal(String why) implements Answer {}
    }

    Answer to(String server, List<HostKey> presented) throws InterruptedException {
        if (!fingerprints.isEmpty()) {
            var named = presented.stream()
                    .filter(key -> fingerprints.contains(key.fingerprint()))
                    .toList();
            return named.isEmpty()
                    ? new Answer.Refusal("none of its keys has the fingerprint " + String.join(" or ", fingerprints))
                    : new Answer.Pin(named);
        }
        if (yes) {
            return new Answer.Pin(presented);
        }
        return Terminal.confirm("Trust " + server + "?")
                .<Answer>map(agreed -> agreed ? new Answer.Pin(presented) : new Answer.Refusal("not confirmed"))
                .orElseGet(() -> new Answer.Refusal(
                        "there is no terminal to ask on; give --fingerprint, or --yes if nobody can intercept the"
                                + " connection"));
    }
}
