package dev.volta.cli;

import dev.volta.core.config.shapes.Misspelling;
import dev.volta.core.run.ExitCode;
import dev.volta.core.wire.RawText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells what is wrong with the words of a command line: one line, with what may have been meant, and how to get help. */
final class UsageReport implements CommandLine.IParameterExceptionHandler {
    private static final Pattern UNKNOWN_CONSTANT = Pattern.compile(
            "expected one of \\[(?<words>[^]]*)] \\(case-insensitive\\) but was '(?<value>.*)'$", Pattern.DOTALL);

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        var line = wrong.getCommandLine();
        var meant = meant(wrong).map(name -> "; did you mean '" + name + "'?").orElse("");
        var message = RawText.printable(inTypedWords(String.valueOf(wrong.getMessage())))
                .replace("\n", "\\n");
        line.getErr().println("volta: " + message + meant);
        line.getErr().println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE.code();
    }

    /** Picocli lists the names that the constants have in Java; what is typed is in lower case. */
    private static String inTypedWords(String message) {
        return UNKNOWN_CONSTANT
                .matcher(message)
                .replaceFirst(found -> Matcher.quoteReplacement("'" + found.group("value") + "'; expected one of "
                        + found.group("words").toLowerCase(Locale.ROOT)));
    }

    private static Optional<String> meant(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)
                || unmatched.getUnmatched().isEmpty()) {
            return Optional.empty();
        }
        var word = unmatched.getUnmatched().getFirst().split("=", 2)[0];
        var spec = wrong.getCommandLine().getCommandSpec();
        var known = word.startsWith("--")
                ? spec.optionsMap().keySet()
                : spec.subcommands().keySet();
        return Misspelling.of(word, List.copyOf(known));
    }
}
