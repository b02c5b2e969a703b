package dev.volta.core.keeper.server;

import dev.volta.core.link.SteadyTunnel;
import dev.volta.core.link.TunnelSpec;
import dev.volta.core.remote.Tunnel;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Opens a held tunnel, and tells the keeper's log each time that it is opened anew, and once why it cannot be. */
final class LoggedOpening implements SteadyTunnel.Opening {
    private final TunnelSpec way;
    private final SteadyTunnel.Opening opening;
    private final InstantSource clock;
    private final PrintStream log;
    private boolean opened;
    private @Nullable String trouble;

    LoggedOpening(TunnelSpec way, SteadyTunnel.Opening opening, InstantSource clock, PrintStream log) {
        this.way = way;
        this.opening = opening;
        this.clock = clock;
        this.log = log;
    }

    /** By one thread after the other. */
    @Override
    public Tunnel open() throws InterruptedException {
        try {
            var tunnel = opening.open();
            if (opened) {
                tell("was opened anew");
            }
            opened = true;
            trouble = null;
            return tunnel;
        } catch (RuntimeException | Error e) {
            var reason = e.toString();
            if (opened && !Objects.equals(reason, trouble)) {
                trouble = reason;
                tell("cannot be opened anew: " + reason);
            }
            throw e;
        }
    }

    private void tell(String what) {
        log.println(clock.instant() + " the tunnel between " + way.endHere() + " and " + way.endThere() + " of "
                + way.node() + " " + what);
    }
}
