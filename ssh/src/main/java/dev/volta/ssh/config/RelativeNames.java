package dev.volta.ssh.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds lines that mean something else in another working folder: by relative names of files, also in commands. */
record RelativeNames(Map<String, String> environment) {
    private static final Set<String> FILES = Set.of(
            "certificatefile",
            "controlpath",
            "globalknownhostsfile",
            "identityagent",
            "identityfile",
            "pkcs11provider",
            "revokedhostkeys",
            "securitykeyprovider",
            "userknownhostsfile");

    private static final Set<String> COMMANDS = Set.of("knownhostscommand", "match", "proxycommand");
    private static final Set<String> NO_FILES = Set.of("none", "ssh_auth_sock", "internal");

    /** A word with a slash in it that does not begin with one, nor with what stands for a folder. */
    private static final Pattern RELATIVE_WORD =
            Pattern.compile("(?<![^\\s'\"=])[^\\s'\"=/~$%][^\\s'\"]*/|(?<![^\\s'\"=])[.][.]?/");

    boolean isIn(ConfigLine line) {
        if (COMMANDS.contains(line.option())) {
            return line.arguments().stream()
                    .anyMatch(argument -> RELATIVE_WORD.matcher(argument).find());
        }
        return FILES.contains(line.option())
                && line.arguments().stream().anyMatch(argument -> isRelative(line.option(), argument));
    }

    private boolean isRelative(String option, String name) {
        if (name.startsWith("/") || NO_FILES.contains(name.toLowerCase(Locale.ROOT))) {
            return false;
        }
        if (option.equals("globalknownhostsfile")) {
            return true;
        }
        if (name.startsWith("$")) {
            var variable = name.substring(1).replaceFirst("^\\{([^}]*)\\}.*", "$1");
            return !environment.getOrDefault(variable, "/").startsWith("/");
        }
        return !name.startsWith("~") && !name.startsWith("%d");
    }
}
