package dev.volta.core.operation.services;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.DamagedRecordException;
import dev.volta.core.deploy.DeployedPlace;
import dev.volta.core.deploy.ObservedNode;
import dev.volta.core.doctor.CheckResult;
import dev.volta.core.operation.FleetContext;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has left the description and was not stopped, in words.
 *
 * @param trouble why nobody knows, if so
 */
public record Forgotten(List<DeployedPlace> places, Optional<String> trouble) {
    /** What is forgotten of the whole fleet; commands that were told to look at some nodes only look at no others. */
    static Forgotten of(FleetContext context, Map<NodeName, ObservedNode> views) throws InterruptedException {
        return of(context, new FleetRecord(context), views);
    }

    /** The same by a record that has read the pins and the configuration of ssh already. */
    static Forgotten of(FleetContext context, FleetRecord record, Map<NodeName, ObservedNode> views)
            throws InterruptedException {
        if (context.limit().isPresent()) {
            return new Forgotten(List.of(), Optional.empty());
        }
        try {
            return new Forgotten(record.forgotten(views), Optional.empty());
        } catch (DamagedRecordException e) {
            return new Forgotten(List.of(), Optional.ofNullable(e.getMessage()));
        }
    }

    public boolean none() {
        return places.isEmpty() && trouble.isEmpty();
    }

    /** A line for each, and what to do. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        trouble.ifPresent(lines::add);
        places.forEach(place -> lines.add("no longer described, and not known to be stopped: " + line(place)));
        if (!places.isEmpty()) {
            lines.add(advice("NODE"));
        }
        return lines;
    }

    public void tell(PrintWriter err) {
        lines().forEach(line -> err.println("volta: " + line));
    }

    /** Node, address, fleet, folders, services, and since when. */
    static String line(DeployedPlace place) {
        var layout = place.layout();
        return place.address().node() + " (" + place.address().told() + "), fleet " + layout.fleet() + ", install "
                + layout.install() + ", run " + layout.run() + ", log " + layout.log() + ": "
                + String.join(", ", place.services()) + "; since "
                + place.since().truncatedTo(ChronoUnit.SECONDS);
    }

    /** As doctor shows it. */
    List<CheckResult> checks(NodeName lockNode) {
        var checks = new ArrayList<CheckResult>();
        trouble.ifPresent(why -> checks.add(CheckResult.fault(lockNode, "record", why, "")));
        places.forEach(place -> checks.add(CheckResult.fault(
                place.address().node(),
                "forgotten",
                "no longer described, and not known to be stopped: " + line(place),
                advice(place.address().node().value()))));
        return checks;
    }

    private static String advice(String node) {
        return "stop it with 'volta stop-all --forgotten'; " + adviceIfGone(node);
    }

    /** What to do about what cannot be stopped any more. */
    static String adviceIfGone(String node) {
        return "of a machine that is gone for good, drop the record with 'volta stop-all --gone " + node + "'";
    }

    /**
     * Puts {@code forgotten} into {@code json}: each with {@code node}, {@code address}, {@code fleet}, {@code install},
     * {@code run}, {@code log}, {@code services} and {@code since}. If nobody knows it is null, and {@code forgottenReason}
     * says why.
     */
    public void write(ObjectNode json) {
        if (trouble.isPresent()) {
            json.putNull("forgotten").put("forgottenReason", trouble.get());
            return;
        }
        var array = json.putArray("forgotten");
        for (var place : places) {
            var layout = place.layout();
            var one = array.addObject()
                    .put("node", place.address().node().value())
                    .put("address", place.address().told())
                    .put("fleet", layout.fleet())
                    .put("install", layout.install())
                    .put("run", layout.run())
                    .put("log", layout.log());
            var services = one.putArray("services");
            place.services().forEach(services::add);
            one.put("since", place.since().toString());
        }
    }
}
