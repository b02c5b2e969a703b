package dev.volta.core.config;

import java.util.regex.Pattern;

/**
 * What is shown in the place of secrets. Of an environment no value is shown, since any may be one; elsewhere those that
 * are assigned to a name that sounds secret, such as one with PASSWORD or TOKEN in it.
 */
public final class MaskedText {
    /** Stands for a value that is not shown. */
    public static final String VALUE = "…";

    private static final String SECRET_NAME =
            "[A-Z0-9_]*(?:PASSWORD|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|API_?KEY)[A-Z0-9_]*=";

    /** An assignment to a variable that is called like a secret, quoted for a shell or plain. */
    private static final Pattern SECRET = Pattern.compile(
            "'(?<quoted>" + SECRET_NAME + ")[^']*(?:'\\\\''[^']*)*'|(?<plain>" + SECRET_NAME + ")\\S*",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern SECRET_ARGUMENT =
            Pattern.compile("(" + SECRET_NAME + ").*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private MaskedText() {}

    /** {@code text}, of a script or a command line, without the values of such assignments. */
    public static String of(String text) {
        return SECRET.matcher(text)
                .replaceAll(found -> found.group("quoted") == null ? "${plain}" + VALUE : "'${quoted}" + VALUE + "'");
    }

    /** One argument, which is no part of a line, so that a value goes on to its end. */
    public static String ofArgument(String argument) {
        return SECRET_ARGUMENT.matcher(argument).replaceFirst("$1" + VALUE);
    }
}
