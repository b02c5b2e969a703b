package dev.volta.core.keeper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.NodeName;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoggedOpeningTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final Tunnel TUNNEL = new Tunnel() {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    };

    private final AtomicBoolean away = new AtomicBoolean();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final LoggedOpening opening = new LoggedOpening(
            new TunnelSpec.Sockets(NODE, true, Path.of("/here"), "/there"),
            this::open,
            () -> Instant.EPOCH,
            new PrintStream(printed, true, StandardCharsets.UTF_8));

    private Tunnel open() {
        if (away.get()) {
            throw new RemoteException(NODE, "away");
        }
        return TUNNEL;
    }

    @Test
    void tellsEachOpeningButTheFirstAndEachTroubleOnce() throws Exception {
        opening.open();
        assertThat(printed.size()).isZero();
        away.set(true);
        for (var i = 0; i < 3; i++) {
            assertThatThrownBy(opening::open).isInstanceOf(RemoteException.class);
        }
        away.set(false);
        opening.open();
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst())
                        .contains("the tunnel between /here and /there of n1 cannot be opened anew", "away"))
                .satisfies(lines -> assertThat(lines.getLast()).endsWith("of n1 was opened anew"));
    }
}
