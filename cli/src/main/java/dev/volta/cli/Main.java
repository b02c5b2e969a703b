package dev.volta.cli;

import dev.volta.cli.common.BuildInfo;
import dev.volta.cli.common.StandardStreams;
import dev.volta.core.run.ExitCode;
import dev.volta.hashing.engine.RawArguments;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where the process begins and ends. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        if (arguments.length == 1 && arguments[0].equals("--version")) {
            // Scripts ask for the version often; the answer needs none of the command tree.
            System.exit(printVersion());
        }
        Locale.setDefault(Locale.ROOT); // figures look the same everywhere; scripts read them
        var interruption = Interruption.ofThisThread();
        int code;
        try {
            code = run(StandardStreams.ofProcess(), RawArguments.lastOf(arguments.length));
        } finally {
            interruption.over();
        }
        System.exit(code);
    }

    /** Runs a command, and returns the exit code of the process. */
    public static int run(StandardStreams streams, List<String> arguments) {
        var line = Volta.commandLine(streams, arguments);
        var objection = arguments.isEmpty() || arguments.getFirst().equals("hash")
                ? Optional.<String>empty()
                : CurrentFolder.objection();
        if (objection.isPresent()) {
            line.getErr().println("volta: " + objection.get());
            return ExitCode.CONFIGURATION.code();
        }
        var code = line.execute(arguments.toArray(String[]::new));
        line.getOut().flush();
        return written(streams, line.getErr(), code);
    }

    /** Output that did not arrive, on a full disk say, is a failure even if all else went well. */
    private static int written(StandardStreams streams, PrintWriter err, int code) {
        var lost = streams.lost();
        if (lost.isPresent() && !lost.get().isUnwanted()) {
            err.println("volta: " + lost.get().getMessage());
        }
        return lost.isPresent() && code == ExitCode.OK.code() ? ExitCode.FAILED.code() : code;
    }

    private static int printVersion() {
        var streams = StandardStreams.ofProcess();
        var out = streams.outWriter();
        out.println(BuildInfo.load());
        out.flush();
        return written(streams, streams.errWriter(), ExitCode.OK.code());
    }
}
