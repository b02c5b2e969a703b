package dev.volta.cli.proof;

import dev.volta.core.config.shapes.Key;
import dev.volta.core.config.shapes.Shapes;
import dev.volta.core.deploy.FamilySource;
import dev.volta.core.deploy.InstalledFamily;
import dev.volta.core.service.PlannedUnit;
import dev.volta.core.service.PlannedUnit.PlacedFile;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.service.Site;
import dev.volta.core.service.SocketStar;
import dev.volta.core.supervisor.ServiceUnit;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** A counter, which counts in steps that its description names. */
final class CounterServices implements FamilySource, InstalledFamily {
    static final ServiceKind COUNTER = new Counter();

    private static final Key<Integer> STEP =
            Key.optional("step", Shapes.wholeNumber(1, 100), "By how much it counts, for kind counter.");

    private static final class Counter implements ServiceKind {
        @Override
        public String name() {
            return "counter";
        }

        @Override
        public List<Key<?>> keys() {
            return List.of(STEP);
        }

        @Override
        public String jar() {
            return "counter.jar";
        }
    }

    /** By how much the counter at {@code place} counts. */
    static int step(Site.Place place) {
        return (int) place.settings().getOrDefault(STEP.name(), 1);
    }

    /** What a counter whose settings are in {@code conf} reads. */
    static String file(String conf) {
        return conf + "/counter.conf";
    }

    @Override
    public List<ServiceKind> kinds() {
        return List.of(COUNTER);
    }

    @Override
    public InstalledFamily in(Path state, boolean looks) {
        return this;
    }

    @Override
    public List<PlannedUnit> units(Site site) {
        return site.of(COUNTER.name()).stream().map(CounterServices::unit).toList();
    }

    private static PlannedUnit unit(Site.Place place) {
        var settings = new PlacedFile(file(place.folders().conf()), "step=" + step(place) + "\n", false, false);
        var unit = new ServiceUnit(COUNTER.name(), List.of("sleep", "86399"));
        return new PlannedUnit(place.node(), Optional.of(COUNTER.name()), unit, List.of(settings), Optional.empty());
    }

    @Override
    public Optional<SocketStar> sockets(Site site) {
        var place = site.of(COUNTER.name()).getFirst();
        var socket = place.folders().run() + "/counter.sock";
        return Optional.of(new SocketStar(place.node(), socket, new LinkedHashMap<>()));
    }
}
