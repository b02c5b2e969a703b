package dev.volta.core.metrics;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.IoReason;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Tunnel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Asks one service again and again, also after it, or the connection to its node, was away. */
public final class ServiceWatch {
    private static final Duration LIMIT = Duration.ofSeconds(3);

    private final NodeName node;
    private final Target.Service service;
    private final Path here;
    private final InstantSource clock;
    private final Rates rates = new Rates();

    /** @param here where a socket is made that leads to the service; its folder is this process's alone */
    public ServiceWatch(NodeName node, Target.Service service, Path here, InstantSource clock) {
        this.node = node;
        this.service = service;
        this.here = here;
        this.clock = clock;
    }

    /** Opens the way over {@code remote}; {@code RemoteException} if the node is lost. */
    public Opened over(Remote remote) throws InterruptedException {
        try {
            Files.deleteIfExists(here); // of a tunnel that was lost
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Opened(remote.socketToNode(here, service.socket()), new Scrape(here));
    }

    /** What is told while there is no way to its node. */
    MetricSample cutOff(String reason) {
        return sample(new MetricSample.Told.Nothing(reason));
    }

    private MetricSample sample(MetricSample.Told told) {
        return new MetricSample(clock.instant(), node, Optional.of(service.unit()), told);
    }

    /** A way to the service, as long as its node's connection lasts. */
    public final class Opened implements AutoCloseable {
        private final Tunnel tunnel;
        private final Scrape scrape;

        private Opened(Tunnel tunnel, Scrape scrape) {
            this.tunnel = tunnel;
            this.scrape = scrape;
        }

        /** What the service tells now. */
        public MetricSample ask() {
            try {
                return sample(values(scrape.ask(LIMIT)));
            } catch (IOException e) {
                return sample(new MetricSample.Told.Nothing("does not answer: " + IoReason.of(e)));
            } catch (MalformedExpositionException e) {
                return sample(new MetricSample.Told.Nothing(String.valueOf(e.getMessage())));
            } catch (RuntimeException e) { // it is asked again all the same
                return sample(new MetricSample.Told.Nothing("cannot be asked: " + e));
            }
        }

        private MetricSample.Told values(String text) {
            return new MetricSample.Told.Values(rates.with(clock.instant(), Exposition.parse(text)), List.of());
        }

        @Override
        public void close() {
            scrape.close();
            try {
                tunnel.close();
            } catch (RemoteException _) {
                // The connection is gone, and the tunnel with it.
            }
        }
    }
}
