package dev.volta.core.remote;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.regex.Pattern;

/** For tests that answer in place of a node: what a {@link Script} has become on its way there. */
public final class Scripts {
    private static final Pattern SUM = Pattern.compile("volta-end-\\$\\(\\((\\d+)\\+(\\d+)\\)\\)");
    private static final String BEGIN = "(:\n";
    private static final String END = "\n)\ns=$?";

    private Scripts() {}

    /** {@code command}, which is a script's, with another text. */
    public static Command replaced(Command command, String text) {
        var argv = new ArrayList<>(command.argv());
        argv.replaceAll(word -> word.startsWith(BEGIN) ? BEGIN + text + word.substring(word.lastIndexOf(END)) : word);
        return new Command(argv, command.stdin(), command.timeout());
    }

    /** Prints what proves that the script of {@code command} ended with {@code status}. */
    public static ExitStatus ended(Command command, int status, OutputSink sink) {
        for (var word : command.argv()) {
            var sum = SUM.matcher(word);
            if (sum.find()) {
                var token = new EndToken(new ShellSum(Integer.parseInt(sum.group(1)), Integer.parseInt(sum.group(2))));
                sink.stdout(ByteBuffer.wrap(token.beginning()));
                sink.stdout(ByteBuffer.wrap((status + "\n").getBytes(StandardCharsets.UTF_8)));
            }
        }
        return new ExitStatus.Exited(status);
    }
}
