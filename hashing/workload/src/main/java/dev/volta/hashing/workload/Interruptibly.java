package dev.volta.hashing.workload;

import dev.volta.core.workload.TrialFailure;
import dev.volta.hashing.node.client.ControllerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.function.Supplier;

/** Turns what the client throws into what the core expects of a workload. */
final class Interruptibly {
    private Interruptibly() {}

    /** A conversation that has no answer but may fail to store what it hears. */
    interface Talk {
        void hold() throws IOException;
    }

    static void run(Talk talk) throws InterruptedException {
        call(() -> {
            try {
                talk.hold();
                return "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    static <T> T call(Supplier<T> conversation) throws InterruptedException {
        try {
            return conversation.get();
        } catch (ControllerException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(e);
            }
            throw new TrialFailure(Objects.requireNonNullElse(e.getMessage(), "the controller is lost"), e);
        }
    }
}
