package dev.volta.core.plan;

import dev.volta.core.workload.PlannedService;
import dev.volta.core.workload.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Steps in the order in which they are done. What they started is undone in the reverse order. */
public record Plan(List<Step> steps) {
    /** What a service may take until it is ready. */
    public static final Duration READY = Duration.ofSeconds(30);

    public Plan {
        steps = List.copyOf(steps);
    }

    /** Brings {@code services} up on {@code site}, each place's folders first. */
    public static Plan toStart(Site site, List<PlannedService> services) {
        var steps = new ArrayList<Step>();
        places(site).forEach(place -> {
            steps.add(new Step.MakeFolder(place.node(), place.folders().run()));
            steps.add(new Step.MakeFolder(place.node(), place.folders().state()));
        });
        for (var service : services) {
            var folder = places(site)
                    .filter(place -> place.node().equals(service.node()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("no place on node " + service.node()))
                    .folders()
                    .services();
            service.files().forEach(file -> steps.add(new Step.WriteFile(service.node(), file)));
            steps.add(new Step.StartService(service.node(), folder, service.unit()));
            service.socket()
                    .ifPresent(socket -> steps.add(new Step.AwaitSocket(
                            service.node(), folder, service.unit().name(), socket, READY)));
        }
        return new Plan(steps);
    }

    private static Stream<Site.Place> places(Site site) {
        return Stream.concat(
                Stream.of(site.controller()),
                site.workers().stream()
                        .filter(place -> !place.node().equals(site.controller().node())));
    }
}
