package dev.volta.cli;

import dev.volta.cli.common.StandardOutput;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.deploy.DamagedRecordException;
import dev.volta.core.deploy.UnknownServiceException;
import dev.volta.core.fleet.CommandFailure;
import dev.volta.core.fleet.PatternException;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.lock.LockHeldException;
import dev.volta.core.lock.LockLostException;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.report.ResultsFailure;
import dev.volta.core.run.ExitCode;
import dev.volta.core.vm.VmException;
import dev.volta.core.wire.ForeignFileException;
import dev.volta.core.wire.ForeignFolderException;
import dev.volta.core.wire.NoRuntimeFolderException;
import dev.volta.ssh.config.SshConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;

/** The one place that turns what went wrong into a message and an {@link ExitCode}. */
final class ErrorReport implements CommandLine.IExecutionExceptionHandler {
    static Map<String, String> exitCodeTable() {
        var table = new LinkedHashMap<String, String>();
        for (var code : ExitCode.values()) {
            table.put(Integer.toString(code.code()), code.meaning());
        }
        return table;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        line.getOut().flush();
        if (Thread.interrupted() && !(e instanceof LockLostException)) {
            return ExitCode.INTERRUPTED.code(); // whatever broke, it broke because of that
        }
        return switch (e) {
            case InterruptedException _ -> ExitCode.INTERRUPTED.code();
            // told in the end, in one place
            case StandardOutput.Lost _ -> ExitCode.FAILED.code();
            case UncheckedIOException failure
            when failure.getCause() instanceof StandardOutput.Lost -> ExitCode.FAILED.code();
            case CommandFailure failure
            when failure.getCause() instanceof StandardOutput.Lost -> ExitCode.FAILED.code();
            case DamagedRecordException failure -> tell(line, describe(failure), ExitCode.CONFIGURATION);
            case NoRuntimeFolderException failure -> tell(line, describe(failure), ExitCode.CONFIGURATION);
            case ForeignFolderException failure -> tell(line, describe(failure), ExitCode.CONFIGURATION);
            case ForeignFileException failure -> tell(line, describe(failure), ExitCode.CONFIGURATION);
            case RemoteException failure -> tell(line, describe(failure), ExitCode.FAILED);
            case ConfigurationException wrong ->
                tell(line, "nothing was touched, because of this:\n" + describe(wrong), ExitCode.CONFIGURATION);
            case PatternException wrong -> tell(line, describe(wrong), ExitCode.USAGE);
            case UnknownServiceException wrong -> tell(line, describe(wrong), ExitCode.USAGE);
            case LockLostException _ -> ExitCode.LOCK_LOST.code(); // the lock has told it
            case LockHeldException held -> tell(line, describe(held), ExitCode.LOCK_HELD);
            case SshConfigException wrong ->
                tell(line, "nothing was touched, because of this:\n" + describe(wrong), ExitCode.CONFIGURATION);
            case CommandFailure failure -> tell(line, describe(failure), ExitCode.FAILED);
            case KeeperException failure -> tell(line, describe(failure), ExitCode.FAILED);
            case VmException failure -> tell(line, describe(failure), ExitCode.FAILED);
            case ResultsFailure failure -> tell(line, describe(failure), ExitCode.FAILED);
            case UncheckedIOException failure
            when failure.getCause() instanceof ForeignFileException ->
                tell(line, describe(failure), ExitCode.CONFIGURATION);
            case UncheckedIOException failure -> tell(line, describe(failure), ExitCode.FAILED);
            case IOException failure -> tell(line, describe(failure), ExitCode.FAILED);
            default -> throw e;
        };
    }

    private static int tell(CommandLine line, String message, ExitCode code) {
        line.getErr().println("volta: " + message);
        return code.code();
    }

    /** With what it says beyond its cause, if it says something. */
    private static String describe(UncheckedIOException e) {
        var cause = Objects.requireNonNull(e.getCause());
        return Objects.equals(e.getMessage(), cause.toString()) ? describe(cause) : String.valueOf(e.getMessage());
    }

    private static String describe(Throwable e) {
        return e instanceof IOException failure
                ? IoReason.withFile(failure)
                : Objects.requireNonNullElseGet(e.getMessage(), e::toString);
    }
}
