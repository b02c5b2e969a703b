package dev.volta.core.privilege;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Why sudo does not run a command, by what it says in the locale C. */
enum SudoRefusal {
    NO_TERMINAL(
            "must have a tty",
            "its requiretty asks for a terminal, which commands here have not; write 'Defaults:USER !requiretty' in sudoers"
                    + " there"),
    NOT_IN_SUDOERS(
            "not in the sudoers|not allowed to run sudo|may not run sudo",
            "add the user to sudoers there, or log in as root"),
    OTHER_COMMANDS(
            "is not allowed to execute",
            "sudoers there allows the user other commands alone; allow ALL, or log in as root"),
    WRONG_PASSWORD("try again|incorrect password", "the password is wrong"),
    ASKS(
            "password is required|authentication is required|terminal is required",
            "allow the user NOPASSWD: ALL, or run this on a terminal"),
    UNKNOWN("", "look at sudoers there, or log in as root");

    /** The arguments of a command that is named, of which one is a script of Volta's own. */
    private static final Pattern ARGUMENTS = Pattern.compile("(to execute '\\S+)\\s.*'(?= as )");

    private static final Pattern PREFIX = Pattern.compile("^sudo: (sorry, )?", Pattern.CASE_INSENSITIVE);

    private final Pattern words;
    private final String remedy;

    SudoRefusal(String words, String remedy) {
        this.words = Pattern.compile(words);
        this.remedy = remedy;
    }

    static SudoRefusal of(String said) {
        return Arrays.stream(values())
                .filter(refusal -> refusal.words.matcher(said).find())
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** The line that tells it, as sudo wrote it; the last one if none is known. */
    String line(String said) {
        var lines = said.lines().filter(Predicate.not(String::isBlank)).toList();
        var told = lines.stream()
                .filter(line -> this != UNKNOWN && words.matcher(line).find())
                .findFirst()
                .orElse(lines.isEmpty() ? "nothing" : lines.getLast());
        var whole = ARGUMENTS.matcher(told.strip()).replaceFirst("$1 …'");
        return PREFIX.matcher(whole).replaceFirst("").replaceFirst("  This incident .*", "");
    }

    /** What sudo said, and what helps. */
    String told(String said) {
        return this == WRONG_PASSWORD
                ? "sudo refuses: " + remedy
                : String.format(Locale.ROOT, "sudo refuses: '%s'; %s", line(said), remedy);
    }
}
