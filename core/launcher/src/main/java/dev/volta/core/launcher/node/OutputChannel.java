package dev.volta.core.launcher.node;

import dev.volta.core.launcher.CapturedOutput;
import dev.volta.core.launcher.Output;
import dev.volta.core.launcher.posix.SystemCalls;
import org.jspecify.annotations.Nullable;

/** Where one output of a command goes: through a pipe to a thread that reads it, or to {@code /dev/null}. */
final class OutputChannel implements AutoCloseable {
    private final SystemCalls calls;
    private final int output;
    private final @Nullable OutputReader reader;
    private boolean outputIsOpen;

    OutputChannel(SystemCalls calls, String name, Output wanted, int devNull, int over, int limit) {
        this.calls = calls;
        if (wanted == Output.DISCARD) {
            output = devNull;
            reader = null;
            return;
        }
        var pipe = calls.pipe();
        output = pipe.output();
        outputIsOpen = true;
        reader = new OutputReader(name + " reader", pipe.input(), over, limit);
        reader.start();
    }

    /** What the command gets. */
    int output() {
        return output;
    }

    /** The command has it; once it and all that it started have closed it too, the pipe is at its end. */
    void closeOutput() {
        if (outputIsOpen) {
            outputIsOpen = false;
            calls.close(output);
        }
    }

    /** Waits until the reader is done. */
    CapturedOutput captured() {
        return reader == null ? CapturedOutput.NONE : reader.await();
    }

    /** Waits for the reader, which needs descriptors that the caller closes next. */
    @Override
    public void close() {
        closeOutput();
        captured();
    }
}
