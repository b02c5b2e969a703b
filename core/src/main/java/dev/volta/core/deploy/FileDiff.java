package dev.volta.core.deploy;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.workload.PlannedUnit.PlacedFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;

/** How files of a node differ from what is wanted; {@code diff} on the node compares them. Secrets are not shown. */
public record FileDiff(Remote remote) {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Parameters: the file, and what to call it. The wanted text comes on standard input. */
    private static final String DIFF = """
            file=$1
            [ -e "$file" ] || file=/dev/null
            diff -u -L "$2" -L "$2 (wanted)" "$file" -
            [ $? -lt 2 ]
            """;

    private static final String SECRET_NAME =
            "[A-Z0-9_]*(?:PASSWORD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|API_?KEY)[A-Z0-9_]*=";

    /** An assignment to a variable that is called like a secret, quoted for a shell or plain. */
    private static final Pattern SECRET = Pattern.compile(
            "'(?<quoted>" + SECRET_NAME + ")[^']*(?:'\\\\''[^']*)*'|(?<plain>" + SECRET_NAME + ")\\S*",
            Pattern.CASE_INSENSITIVE);

    /** A unified diff; empty if they do not differ. */
    public String of(PlacedFile wanted) throws InterruptedException {
        var name = remote.node() + ":" + wanted.path();
        var command = Command.script(DIFF, wanted.path(), name)
                .withStdin(wanted.content().getBytes(StandardCharsets.UTF_8))
                .withTimeout(LIMIT);
        var diff = remote.run(command).require().out();
        if (wanted.secret()) {
            return diff.isEmpty() ? "" : "secret " + name + " differs\n";
        }
        return masked(diff);
    }

    static String masked(String text) {
        return SECRET.matcher(text).replaceAll(found -> found.group("quoted") == null ? "${plain}…" : "'${quoted}…'");
    }
}
