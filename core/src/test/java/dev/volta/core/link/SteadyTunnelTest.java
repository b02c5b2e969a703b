package dev.volta.core.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SteadyTunnelTest {
    private static final class Piece implements Tunnel {
        private volatile boolean open = true;
        private volatile boolean breaksWhenClosed;
        private volatile boolean cannotBeAsked;

        @Override
        public boolean isOpen() {
            if (cannotBeAsked) {
                throw new IllegalStateException("the keeper is lost");
            }
            return open;
        }

        @Override
        public void close() {
            open = false;
            if (breaksWhenClosed) {
                throw new IllegalStateException("the keeper is lost");
            }
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(5); // the timeout of this class is the deadline
        }
    }

    @Test
    void isOpenedAnewWhateverItsOpeningAndClosingThrow() throws Exception {
        Deque<Throwable> failures = new ArrayDeque<>(List.of(
                new RemoteException(new NodeName("n1"), "unreachable"),
                new IllegalStateException("the audit log cannot be written: No space left on device"),
                new NullPointerException(),
                new OutOfMemoryError("made up")));
        var opened = new AtomicInteger();
        var first = new Piece();
        var second = new Piece();
        try (var tunnel = new SteadyTunnel("n1", () -> {
            if (opened.getAndIncrement() == 0) {
                return first;
            }
            var failure = failures.poll();
            return switch (failure) {
                case null -> second;
                case Error e -> throw e;
                case RuntimeException e -> throw e;
                default -> throw new IllegalStateException(failure);
            };
        })) {
            assertThat(tunnel.isOpen()).isTrue();
            first.breaksWhenClosed = true;
            first.open = false;
            await(() -> opened.get() == 6);
            await(tunnel::isOpen);
            assertThat(tunnel.cut()).isPositive();
        }
        assertThat(second.open).isFalse();
    }

    @Test
    void isOpenedAnewIfItCannotBeAskedWhetherItIsOpen() throws Exception {
        var first = new Piece();
        var second = new Piece();
        var opened = new AtomicInteger();
        try (var tunnel = new SteadyTunnel("n1", () -> opened.getAndIncrement() == 0 ? first : second)) {
            first.cannotBeAsked = true;
            await(() -> opened.get() == 2);
            await(tunnel::isOpen);
        }
    }
}
