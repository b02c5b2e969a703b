package dev.volta.core.remote.local;

import dev.volta.core.remote.Command;
import dev.volta.core.wire.RawText;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Arguments that the JVM hands to a child process unchanged. It encodes them by the locale and makes a question mark of
 * what does not fit, so a command with such arguments is started by a shell, to which every byte is told in octal.
 */
final class PlainArguments {
    private static final Charset LOCALE = Charset.forName(System.getProperty("sun.jnu.encoding"));
    private static final String RUN = "eval \"exec $(printf \"$1\")\"";

    private PlainArguments() {}

    static List<String> of(List<String> argv) {
        var encoder = LOCALE.newEncoder();
        if (argv.stream().allMatch(encoder::canEncode)) {
            return argv;
        }
        var octal = new StringBuilder();
        for (var b : RawText.encode(Command.of(argv).quoted() + " #")) { // so that no line feed is at the end
            octal.append("\\%03o".formatted(b & 0xff));
        }
        return List.of("sh", "-c", RUN, "sh", octal.toString());
    }
}
