package dev.volta.cli;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            // Scripts ask for the version often; the answer needs none of the command tree.
            printVersion();
            return;
        }
        var interruption = Interruption.ofThisThread();
        int code;
        try {
            code = Volta.commandLine(StandardStreams.ofProcess()).execute(arguments);
        } finally {
            interruption.over();
        }
        System.exit(code);
    }

    static void printVersion() {
        System.out.println(BuildInfo.load());
    }
}
