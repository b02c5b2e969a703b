package dev.volta.core.plan;

import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.Site;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Steps in the order in which they are done. What they started is undone in the reverse order. */
public record Plan(List<Step> steps) {
    /** What a service may take until it is ready. */
    public static final Duration READY = Duration.ofMinutes(2);

    public Plan {
        steps = List.copyOf(steps);
    }

    /** Brings {@code services} up on {@code site}, each place's folders first. */
    public static Plan toStart(Site site, List<PlannedUnit> services) {
        var steps = new ArrayList<Step>();
        site.places().forEach(place -> {
            steps.add(new Step.MakeFolder(place.node(), place.folders().run()));
            steps.add(new Step.MakeFolder(place.node(), place.folders().state()));
        });
        for (var service : services) {
            service.files().forEach(file -> steps.add(new Step.WriteFile(service.node(), file)));
            steps.add(new Step.StartService(service.node(), service.unit()));
            if (service.health().isPresent()) {
                steps.add(new Step.AwaitHealth(service.node(), service.unit().name(), service.health(), Duration.ZERO));
            }
        }
        return new Plan(steps);
    }
}
