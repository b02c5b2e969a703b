package dev.volta.cli.exec;

import dev.volta.core.remote.Command;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the operator wrote behind the options. One word with blanks or operators of the shell in it is a line for
 * {@code sh}, as with ssh; several words are an argument vector, unlike with ssh, which would join them.
 */
record CommandLineOnNode(List<String> words) {
    private static final Pattern FOR_A_SHELL = Pattern.compile("[\\s|&;<>()$`*?\\[\\]]");

    List<String> argv() {
        return words.size() == 1 && FOR_A_SHELL.matcher(words.getFirst()).find()
                ? List.of("sh", "-c", words.getFirst())
                : words;
    }

    String quoted() {
        return Command.of(argv()).quoted();
    }
}
