package dev.volta.core.metrics;

import dev.volta.core.metrics.MetricSample.Told;
import dev.volta.core.remote.OutputLines;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.stream.SocketThreads;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches one node and its services until it is interrupted; a node that is lost is tried again and again. */
final class NodeWatch {
    private static final Script SAMPLER =
            Script.of(NodeWatch.class, "sampler.sh").to("measure the node");
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Target target;
    private final NodeConnector way;
    private final Duration every;
    private final SampleSink sink;
    private final InstantSource clock;
    private final List<ServiceWatch> services = new ArrayList<>();
    private final Rates rates = new Rates();

    /** @param sockets the beginning of the names of sockets that are made here */
    NodeWatch(Target target, NodeConnector way, Path sockets, Duration every, SampleSink sink, InstantSource clock) {
        this.target = target;
        this.way = way;
        this.every = every;
        this.sink = sink;
        this.clock = clock;
        for (var service : target.services()) {
            var here = sockets.resolveSibling(sockets.getFileName() + "-" + services.size());
            services.add(new ServiceWatch(target.node(), service, here, clock));
        }
    }

    void run() throws InterruptedException {
        while (true) {
            try (var remote = way.to(target.node())) {
                watch(remote);
            } catch (RemoteException e) {
                var name = target.node() + ": ";
                var reason = String.valueOf(e.getMessage());
                lost(reason.startsWith(name) ? reason.substring(name.length()) : reason);
            } catch (RuntimeException e) {
                lost(e.toString());
            }
            Thread.sleep(RETRY);
        }
    }

    private void lost(String reason) {
        sink.take(sample(clock.instant(), new Told.Nothing(reason)));
        services.forEach(service -> sink.take(service.cutOff("its node does not answer")));
    }

    private MetricSample sample(Instant time, Told told) {
        return new MetricSample(time, target.node(), Optional.empty(), told);
    }

    private void watch(Remote remote) throws InterruptedException {
        var opened = new ArrayList<ServiceWatch.Opened>();
        @Nullable Thread asking = null;
        try {
            for (var service : services) {
                opened.add(service.over(remote));
            }
            asking = SocketThreads.named("metrics-" + target.node()).start(() -> ask(opened));
            var pace = new Pace(every);
            var lines = new OutputLines(new Looks(pace)::line);
            var status = SAMPLER.withInput(pace).run(remote, lines);
            throw new RemoteException(
                    target.node(), "the shell that watches it ended: " + status + " " + lines.errors());
        } finally {
            if (asking != null) {
                asking.interrupt();
                asking.join();
            }
            opened.forEach(ServiceWatch.Opened::close);
        }
    }

    private void ask(List<ServiceWatch.Opened> opened) {
        try {
            var next = System.nanoTime();
            while (true) {
                for (var service : opened) {
                    sink.take(service.ask());
                }
                next = Math.max(next + every.toNanos(), System.nanoTime());
                Thread.sleep(Duration.ofNanos(next - System.nanoTime()));
            }
        } catch (InterruptedException _) {
            // It is over.
        }
    }

    /**
     * What the script prints over one connection. Time goes by the node's own clock, from the moment at which its first
     * look arrived here.
     */
    private final class Looks {
        private final Pace pace;
        private final ProcText text = new ProcText();
        private @Nullable Instant start;
        private double uptimeAtStart;

        Looks(Pace pace) {
            this.pace = pace;
        }

        void line(String line) {
            if (line.equals(ProcText.END)) {
                pace.told();
            }
            try {
                text.line(line).ifPresent(this::look);
            } catch (IllegalArgumentException e) {
                sink.take(sample(clock.instant(), new Told.Nothing(String.valueOf(e.getMessage()))));
            }
        }

        private void look(ProcText.Look look) {
            if (start == null) {
                start = clock.instant();
                uptimeAtStart = look.uptimeSeconds();
            }
            var time = start.plusMillis(Math.round((look.uptimeSeconds() - uptimeAtStart) * 1000));
            sink.take(sample(time, new Told.Values(rates.with(time, look.series()), look.missing())));
        }
    }
}
