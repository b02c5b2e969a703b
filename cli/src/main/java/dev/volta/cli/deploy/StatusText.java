package dev.volta.cli.deploy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.volta.cli.common.Columns;
import dev.volta.core.doctor.ServiceReport;
import dev.volta.core.operation.services.FleetStatus;
import dev.volta.core.operation.services.Forgotten;
import dev.volta.core.operation.services.Forwards;
import dev.volta.core.supervisor.HealthVerdict;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import dev.volta.core.vm.fleet.VmStatus;
import dev.volta.core.wire.Quantities;
import dev.volta.core.wire.RawText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a fleet stands, as a table and as JSON. */
final class StatusText {
    private static final List<String> HEAD =
            List.of("NODE", "SERVICE", "STATE", "SINCE", "RESTARTS", "HEALTH", "MEMORY", "DESCRIBED");
    private static final String NOTHING = "-";

    private StatusText() {}

    static String table(FleetStatus fleet) {
        var rows = new ArrayList<List<String>>();
        rows.add(HEAD);
        fleet.machines().forEach(machine -> rows.add(row(machine)));
        fleet.services().forEach(service -> rows.add(row(service)));
        fleet.missing().forEach((node, reason) -> rows.add(List.of(node.value(), NOTHING, reason)));
        return Columns.of(rows)
                + fleet.forwards().open().entrySet().stream()
                        .map(forward -> Forwards.line(forward.getKey())
                                + (forward.getValue() ? "" : ": no keeper leads there; run 'volta deploy-all --keep'")
                                + "\n")
                        .collect(Collectors.joining())
                + fleet.forgotten().lines().stream()
                        .map(line -> RawText.printable(line) + "\n")
                        .collect(Collectors.joining());
    }

    private static List<String> row(VmStatus machine) {
        return List.of(
                machine.name().value(),
                "vm",
                machine.state().words(),
                Quantities.duration(Duration.between(machine.since(), Instant.now())),
                NOTHING,
                NOTHING,
                machine.residentBytes() == 0 ? NOTHING : Quantities.bytes(machine.residentBytes()),
                machine.remark());
    }

    private static List<String> row(ServiceReport service) {
        var status = service.status();
        return List.of(
                service.node().value(),
                service.unit(),
                status.map(StatusText::state).orElse(NOTHING),
                status.flatMap(known -> known.up().toOptional())
                        .map(Quantities::duration)
                        .orElse(NOTHING),
                status.map(StatusText::restarts).orElse(NOTHING),
                service.health() instanceof HealthVerdict.Unchecked
                        ? NOTHING
                        : service.health().told(),
                status.flatMap(known -> known.memoryBytes().toOptional())
                        .map(Quantities::bytes)
                        .orElse(NOTHING),
                described(service));
    }

    private static String state(ServiceStatus status) {
        return status.state().told()
                + (status.isRestless() ? ", fails again and again" : "")
                + status.trouble().map(trouble -> ", " + trouble).orElse("")
                + status.damage().map(damage -> ", " + damage).orElse("");
    }

    private static String restarts(ServiceStatus status) {
        return status.state() instanceof ServiceState.Running(long _, int restarts)
                ? Integer.toString(restarts)
                : NOTHING;
    }

    private static String described(ServiceReport service) {
        return match(service)
                + service.difference()
                        .map(difference -> ": " + difference.told())
                        .orElse("");
    }

    private static String match(ServiceReport service) {
        return service.match().name().toLowerCase(Locale.ROOT);
    }

    /**
     * {@code ok}; {@code services}, each with {@code node}, {@code service}, {@code described}, {@code difference} if it is
     * outdated, {@code state} and, where they are known, {@code trouble}, {@code upSeconds}, {@code restarts} and
     * {@code memoryBytes}; with a check {@code healthy}, null if nobody could look, and the {@code reason} unless it is true; {@code missing}, each with {@code node} and {@code reason}; {@code machines}, each as
     * {@link VmStatus#json}; {@code forwards}, each with {@code service}, {@code node}, its {@code port} there, the {@code
     * address} here and whether it is {@code open}; {@code forgotten}, as {@link Forgotten#write} tells.
     */
    static String json(FleetStatus fleet) {
        var json = JsonNodeFactory.instance.objectNode().put("ok", fleet.ok());
        var services = json.putArray("services");
        fleet.services().forEach(service -> describe(service, services.addObject()));
        var missing = json.putArray("missing");
        fleet.missing()
                .forEach((node, reason) ->
                        missing.addObject().put("node", node.value()).put("reason", reason));
        var machines = json.putArray("machines");
        fleet.machines().forEach(machine -> machines.add(machine.json()));
        var forwards = json.putArray("forwards");
        fleet.forwards()
                .open()
                .forEach((forward, open) -> forwards.addObject()
                        .put("service", forward.service())
                        .put("node", forward.node().value())
                        .put("port", forward.there().number())
                        .put("address", "127.0.0.1:" + forward.here())
                        .put("open", open));
        fleet.forgotten().write(json);
        return json.toPrettyString() + "\n";
    }

    private static void describe(ServiceReport service, ObjectNode json) {
        json.put("node", service.node().value()).put("service", service.unit()).put("described", match(service));
        service.difference().ifPresent(difference -> json.put("difference", difference.told()));
        service.status().ifPresent(status -> {
            json.put("state", status.state().told());
            status.trouble().ifPresent(trouble -> json.put("trouble", trouble));
            status.damage().ifPresent(damage -> json.put("damage", damage));
            status.up().toOptional().ifPresent(up -> json.put("upSeconds", up.toSeconds()));
            if (status.state() instanceof ServiceState.Running(long _, int restarts)) {
                json.put("restarts", restarts);
            }
            status.memoryBytes().toOptional().ifPresent(bytes -> json.put("memoryBytes", bytes));
        });
        switch (service.health()) {
            case HealthVerdict.Healthy _ -> json.put("healthy", true);
            case HealthVerdict.Unhealthy(var reason) ->
                json.put("healthy", false).put("reason", reason);
            case HealthVerdict.Unknown(var reason) -> json.putNull("healthy").put("reason", reason);
            case HealthVerdict.Unchecked _ -> {}
        }
    }
}
