package dev.volta.core.operation.exec;

import dev.volta.core.fleet.CommandFailure;
import dev.volta.core.fleet.MarkedProcesses;
import dev.volta.core.privilege.Privilege;
import dev.volta.core.remote.CommandInput;
import dev.volta.core.remote.Remote;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Input that breaks off here must not look like its end there, and a channel that is closed looks so to the program: the
 * program is ended first.
 */
final class GuardedInput implements CommandInput {
    private final CommandInput input;
    private final MarkedProcesses readers;
    private final Remote remote;
    private final Privilege privilege;
    private volatile @Nullable IOException failure;

    GuardedInput(CommandInput input, MarkedProcesses readers, Remote remote, Privilege privilege) {
        this.input = input;
        this.readers = readers;
        this.remote = remote;
        this.privilege = privilege;
    }

    /** Throws if the input broke off; how the program ended says nothing then, and no node is to blame. */
    void requireWhole() {
        if (failure != null) {
            throw new CommandFailure(
                    String.valueOf(CommandInput.unreadable(failure).getMessage()), failure);
        }
    }

    @Override
    public InputStream open() throws IOException {
        return new FilterInputStream(input.open()) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return super.read(bytes, offset, length);
                } catch (InterruptedIOException e) {
                    throw e;
                } catch (IOException e) {
                    failure = e;
                    endReaders();
                    throw e;
                }
            }
        };
    }

    private void endReaders() {
        try {
            readers.end(remote, privilege);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
