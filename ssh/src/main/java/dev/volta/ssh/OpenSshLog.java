package dev.volta.ssh;

import dev.volta.core.wire.RawText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ssh says while it connects ({@code -v}), and how far it has come by that. */
final class OpenSshLog {
    /** What a connection waits for. Behind a jump host it begins anew. */
    enum Stage {
        CONNECT,
        KEY_EXCHANGE,
        LOGIN
    }

    private static final String DEBUG = "debug1: ";

    /** What {@code -v} begins with: its own version. */
    private static final String GREETING = "OpenSSH_";

    private static final Pattern CONNECTED =
            Pattern.compile("Connection established\\.|Executing proxy command: .*|Authenticated to .*");
    private static final Pattern GREETED = Pattern.compile("Remote protocol version \\S+ remote software version (.*)");
    private static final Pattern KEY = Pattern.compile("Server host (?:key|certificate): (\\S+) (SHA256:[^ ,]+).*");

    private final Path file;
    private final UnaryOperator<String> named;
    private final List<String> said = new ArrayList<>();
    private long position;
    private String begun = "";
    private Stage stage = Stage.CONNECT;
    private boolean greeted;
    private boolean byProgram;
    private String server = "";
    private Optional<String> key = Optional.empty();

    /** @param named puts what a file is called by its user in the place of what ssh was told */
    OpenSshLog(Path file, UnaryOperator<String> named) {
        this.file = file;
        this.named = named;
    }

    /** Reads what was added; whether that changed the stage. */
    boolean read() throws IOException {
        var before = stage;
        var lines = 0;
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            log.seek(position);
            var added = new byte[(int) Math.min(log.length() - position, 1 << 20)];
            log.readFully(added);
            position += added.length;
            var text = begun + RawText.decode(added);
            var end = text.lastIndexOf('\n');
            begun = text.substring(end + 1);
            for (var line : text.substring(0, end + 1).lines().toList()) {
                take(line.strip());
                lines++;
            }
        }
        return lines > 0 && before != stage;
    }

    private void take(String line) {
        var text = line.startsWith(DEBUG) ? line.substring(DEBUG.length()) : line;
        var version = GREETED.matcher(text);
        var presented = KEY.matcher(text);
        if (CONNECTED.matcher(text).matches()) {
            stage = Stage.KEY_EXCHANGE;
            greeted = false;
            key = Optional.empty(); // that of a jump host is no answer of the host behind it
            byProgram = byProgram || text.startsWith("Executing");
        } else if (version.matches()) {
            greeted = true;
            server = version.group(1);
        } else if (presented.matches()) {
            key = Optional.of(presented.group(2) + " (" + presented.group(1) + ")");
        } else if (text.equals("SSH2_MSG_NEWKEYS received")) {
            stage = Stage.LOGIN;
        } else if (!line.startsWith(DEBUG) && !line.startsWith(GREETING) && !line.isEmpty()) {
            said.add(named.apply(line));
        }
    }

    Stage stage() {
        return stage;
    }

    /** Whether the server has told its version. */
    boolean greeted() {
        return greeted;
    }

    /** Whether ssh goes through a program: a jump host is another ssh. */
    boolean byProgram() {
        return byProgram;
    }

    /** What the server calls itself. */
    String server() {
        return server;
    }

    /** Fingerprint and type of the key that was presented last. */
    Optional<String> key() {
        return key;
    }

    /** What ssh did not mean for debugging. */
    List<String> said() {
        return said;
    }

    /** The first line that {@code pattern} is found in. */
    Optional<Matcher> find(Pattern pattern) {
        return said.stream().map(pattern::matcher).filter(Matcher::find).findFirst();
    }
}
