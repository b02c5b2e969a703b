package dev.volta.ssh;

import dev.volta.core.remote.Command;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line for the login shell. Of {@code env NAME=value program}, which marks a program, the shell sets the variable
 * itself: that saves a process on every node. {@code exec} keeps it from taking a word of its own for the program; before a
 * shell it keeps the login shell from waiting beside it.
 */
final class ShellLine {
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=(?s:.*)");
    private static final Pattern PROGRAM = Pattern.compile("[^-=][^=]*");

    private ShellLine() {}

    static String of(List<String> argv) {
        var marked = argv.size() > 2
                && argv.getFirst().equals("env")
                && ASSIGNMENT.matcher(argv.get(1)).matches()
                && PROGRAM.matcher(argv.get(2)).matches();
        if (marked) {
            return assignment(argv.get(1)) + " exec " + quoted(argv.subList(2, argv.size()));
        }
        return (argv.getFirst().equals("sh") ? "exec " : "") + quoted(argv);
    }

    private static String assignment(String word) {
        var value = word.indexOf('=') + 1;
        return word.substring(0, value) + quoted(List.of(word.substring(value)));
    }

    private static String quoted(List<String> words) {
        return Command.of(words).quoted();
    }
}
