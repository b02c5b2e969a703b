package dev.volta.core.remote;

import dev.volta.core.config.NodeName;
import java.util.List;

/** A line that a command printed on a node. Where it is not as agreed, the node has failed, and the line is told. */
public record PrintedLine(NodeName node, Command command, String text) {
    private static final int DECIMAL = 10;

    /** Exactly {@code count} words with a blank between them; the last one may have blanks in it. */
    public List<String> words(int count) {
        var words = List.of(text.split(" ", count));
        if (words.size() < count) {
            throw odd();
        }
        return words;
    }

    public long number(String word) {
        return number(word, DECIMAL);
    }

    public long number(String word, int radix) {
        try {
            return Long.parseLong(word, radix);
        } catch (NumberFormatException _) {
            throw odd();
        }
    }

    public int integer(String word) {
        return integer(word, DECIMAL);
    }

    public int integer(String word, int radix) {
        try {
            return Integer.parseInt(word, radix);
        } catch (NumberFormatException _) {
            throw odd();
        }
    }

    /** The failure of a node that prints such a line. */
    public RemoteException odd() {
        return new RemoteException(node, "'" + command.brief() + "' printed a line that it should not: '" + text + "'");
    }
}
