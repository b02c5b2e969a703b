package dev.volta.cli.common;

import dev.volta.core.config.load.KnownServices;
import dev.volta.core.config.load.WorkKind;
import dev.volta.core.config.shapes.Key;
import dev.volta.core.deploy.DistinctNames;
import dev.volta.core.deploy.FamilySource;
import dev.volta.core.deploy.PlainKind;
import dev.volta.core.deploy.Supervisors;
import dev.volta.core.deploy.SystemdKind;
import dev.volta.core.doctor.DoctorCheck;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.workload.WorkDriver;
import dev.volta.core.workload.command.CommandDriver;
import dev.volta.hashing.workload.ControllerChecks;
import dev.volta.hashing.workload.DigestDriver;
import dev.volta.hashing.workload.NodeServices;
import dev.volta.hashing.workload.NodeServicesSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/**
 * What modules bring to the core.
 *
 * @param families of services that a description may name
 * @param usual the services of a fleet that describes none, as YAML
 * @param drivers of the kinds of work that an experiment may name; without a kind it is the first
 * @param doctorChecks that are added to {@code volta doctor}
 * @param supervisors of which one keeps the services of a node running
 * @param nodeJars the folder with the programs of all kinds of service
 */
public record Modules(
        List<FamilySource> families,
        String usual,
        List<WorkDriver> drivers,
        List<DoctorCheck> doctorChecks,
        Supervisors supervisors,
        Path nodeJars) {
    public Modules {
        families = List.copyOf(families);
        drivers = List.copyOf(drivers);
        doctorChecks = List.copyOf(doctorChecks);
        DistinctNames.require(
                "kinds of service",
                Stream.concat(families.stream(), drivers.stream().flatMap(driver -> driver.ownServices().stream()))
                        .flatMap(family -> family.kinds().stream())
                        .map(ServiceKind::name));
        DistinctNames.require(
                "kinds of work", drivers.stream().map(driver -> driver.kind().name()));
    }

    /** What the modules of Volta bring. */
    public static Modules builtIn() {
        return new Modules(
                List.of(new NodeServicesSource()),
                NodeServices.USUAL,
                List.of(new DigestDriver(), new CommandDriver()),
                ControllerChecks.all(),
                new Supervisors(List.of(new SystemdKind(), new PlainKind())),
                Installation.nodeJars());
    }

    /** The kinds of service that a description may name. */
    public KnownServices services() {
        var kinds = new LinkedHashMap<String, List<Key<?>>>();
        families.forEach(family -> family.kinds().forEach(kind -> kinds.put(kind.name(), kind.keys())));
        return new KnownServices(kinds, usual);
    }

    /** The kinds of work that an experiment may name. */
    public List<WorkKind> work() {
        return drivers.stream().map(WorkDriver::kind).toList();
    }
}
