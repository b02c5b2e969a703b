package dev.volta.core.audit;

import dev.volta.core.config.Node;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ScriptText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that was done on a node, or tried.
 *
 * @param time when it began
 * @param words the argument vector of a command; source and target of a transfer or a tunnel
 * @param script the text among {@code words} that is Volta's own
 */
record AuditEvent(
        Instant time,
        Node node,
        Kind kind,
        List<String> words,
        Optional<ScriptText> script,
        Ending ending,
        Duration took) {
    private static final String SCRIPT = "<script>";

    /** The words for the log: Volta's own script is not among them. */
    List<String> shown() {
        return script.map(own -> words.stream()
                        .map(word -> word.equals(own.argument()) ? SCRIPT : word)
                        .toList())
                .orElse(words);
    }

    /** The same, which took {@code other}. */
    AuditEvent took(Duration other) {
        return new AuditEvent(time, node, kind, words, script, ending, other);
    }

    /** What kind of thing was done. The names stand in the log. */
    enum Kind {
        connect,
        run,
        upload,
        download,
        tunnel
    }

    /** How it ended. */
    sealed interface Ending {
        /** A program did. */
        record Ended(ExitStatus status) implements Ending {}

        /** Something else did, and well. */
        record Did(String what) implements Ending {}

        /** It did not come about, or was broken off. */
        record Broke(String reason) implements Ending {}
    }
}
