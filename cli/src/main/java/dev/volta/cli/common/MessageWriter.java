package dev.volta.cli.common;

import dev.volta.core.wire.RawText;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * Writes messages for people. A line may hold text of a node or a name of a file, and what a terminal would obey in it
 * appears as escapes; a value of any length may be quoted, and is cut. What is printed without the end of a line, such as a progress line, passes as it is.
 */
final class MessageWriter extends PrintWriter {
    MessageWriter(Writer to) {
        super(to, true);
    }

    @Override
    public void println(String line) {
        super.println(CutValues.of(RawText.printable(line)));
    }
}
