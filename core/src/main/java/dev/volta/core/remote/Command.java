package dev.volta.core.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A program with its arguments. It stays a list until the transport quotes it, once.
 *
 * @param argv the program and its arguments, never empty
 * @param stdin what the program reads, then end of file. Secrets travel here, never in {@code argv}
 * @param timeout after which the program is ended and the result is {@link ExitStatus.TimedOut}
 * @param script the text of Volta's own script among the arguments, if this runs one
 */
public record Command(List<String> argv, CommandInput stdin, Optional<Duration> timeout, Optional<ScriptText> script) {
    private static final int LONGEST_BRIEF = 100;

    /** How many words {@code sh -c TEXT} has, before the script's name: a {@link Script} is run so. */
    private static final int SCRIPT = 3;

    public Command {
        argv = List.copyOf(argv);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a command needs at least a program");
        }
    }

    public Command(List<String> argv, CommandInput stdin, Optional<Duration> timeout) {
        this(argv, stdin, timeout, Optional.empty());
    }

    public static Command of(String... argv) {
        return new Command(List.of(argv), CommandInput.NOTHING, Optional.empty());
    }

    public static Command of(List<String> argv) {
        return new Command(argv, CommandInput.NOTHING, Optional.empty());
    }

    public Command withStdin(byte[] bytes) {
        return withStdin(CommandInput.of(bytes));
    }

    public Command withStdin(CommandInput input) {
        return new Command(argv, input, timeout, script);
    }

    public Command withTimeout(Duration limit) {
        return new Command(argv, stdin, Optional.of(limit), script);
    }

    Command running(ScriptText text) {
        return new Command(argv, stdin, timeout, Optional.of(text));
    }

    /** The same program, which reads the same, with {@code other} arguments. */
    public Command withArgv(List<String> other) {
        return new Command(other, stdin, timeout, script);
    }

    /** What a message says of this command: what its script is for, or {@link #quoted()} on one line, cut off. */
    public String brief() {
        var purpose = script.flatMap(ScriptText::purpose);
        if (purpose.isPresent()) {
            return purpose.get();
        }
        var words = new ArrayList<>(argv);
        for (var i = 0; i + SCRIPT < words.size(); i++) {
            if (words.get(i).equals("sh")
                    && words.get(i + 1).equals("-c")
                    && words.get(i + 2).contains("\n")) {
                words.subList(i, i + SCRIPT + (words.get(i + SCRIPT).equals("sh") ? 1 : 0))
                        .clear();
            }
        }
        var line = of(words).quoted().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_BRIEF ? line : line.substring(0, LONGEST_BRIEF) + "…";
    }

    /** One line that a POSIX shell reads back as exactly {@link #argv()}. */
    public String quoted() {
        return argv.stream()
                .map(ShellQuote::quote)
                .reduce((a, b) -> a + " " + b)
                .orElseThrow();
    }
}
