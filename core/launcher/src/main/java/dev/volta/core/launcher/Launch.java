package dev.volta.core.launcher;

import java.util.List;

/**
 * A command to start once, answered by {@link LauncherReply.Ended}.
 *
 * @param argv the program and its arguments; a name without a slash is looked for in the {@code PATH} of {@code environment}
 * @param environment {@code NAME=value}, added to the environment that the launcher was started in
 * @param folder where it starts; empty: where the launcher was started
 * @param stdin path of a file, relative to where the launcher was started; empty: {@code /dev/null}
 * @param startAt when it is started, which is at once if that is past
 * @param limitNanos after how long it is ended; 0: never
 * @param lasting whether what it leaves running stays until the launcher ends; of other launches nothing is left running
 */
public record Launch(
        long id,
        List<String> argv,
        List<String> environment,
        String folder,
        String stdin,
        Output stdout,
        Output stderr,
        long startAt,
        long limitNanos,
        boolean lasting)
        implements LauncherRequest {
    public Launch {
        argv = List.copyOf(argv);
        environment = List.copyOf(environment);
        if (argv.isEmpty()) {
            throw new IllegalArgumentException("a launch without a command");
        }
        for (var argument : argv) {
            refuseZero("argument", argument);
        }
        for (var variable : environment) {
            refuseZero("environment variable", variable);
            if (variable.indexOf('=') < 1) {
                throw new IllegalArgumentException("the environment variable '" + variable + "'; expected NAME=value");
            }
        }
        refuseZero("folder", folder);
        refuseZero("file for standard input", stdin);
        if (limitNanos < 0) {
            throw new IllegalArgumentException("a limit of " + limitNanos + " ns; expected no negative number");
        }
    }

    private static void refuseZero(String what, String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the " + what + " '" + text + "' has a zero byte, which would end it");
        }
    }
}
