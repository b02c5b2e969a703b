package dev.volta.core.operation;

import dev.volta.core.config.Work;
import dev.volta.core.deploy.FamilySource;
import dev.volta.core.deploy.InstalledPrograms;
import dev.volta.core.deploy.NodePrograms;
import dev.volta.core.deploy.Supervisors;
import dev.volta.core.doctor.DoctorCheck;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.client.KeeperProgram;
import dev.volta.core.report.VoltaVersion;
import dev.volta.core.vm.image.ImageStore;
import dev.volta.core.workload.WorkDriver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** This installation of Volta: its version, its programs, and what its modules bring. */
public interface Installed {
    VoltaVersion version();

    /**
     * The programs that it puts on nodes.
     *
     * @param state the folder that keeps the secret of the fleet, and runtimes for its nodes
     * @param looks whether nothing is deployed: then no secret is drawn where there is none
     */
    default InstalledPrograms programs(Path state, boolean looks) throws IOException {
        var all = Stream.concat(
                        families().stream(), drivers().stream().flatMap(driver -> driver.ownServices().stream()))
                .toList();
        return NodePrograms.of(all, nodeJars(), version().version(), state, looks);
    }

    /** The families of services that a description may name. */
    List<FamilySource> families();

    /** The folder with the jars for nodes, absolute. */
    Path nodeJars();

    /** The Java that runs this. */
    Path javaHome();

    /** The images of virtual machines. */
    ImageStore images();

    /** The program of the keeper at {@code place}. */
    KeeperProgram keeper(KeeperPlace place);

    /** The first kind of each family of services, without whose node nothing of it is planned. */
    default List<String> firstKinds() {
        return families().stream()
                .map(family -> family.kinds().getFirst().name())
                .toList();
    }

    /** Who can keep services running on nodes. */
    Supervisors supervisors();

    /** The checks that modules add to {@code volta doctor}. */
    List<DoctorCheck> doctorChecks();

    /** What does the kinds of work that an experiment may name. */
    List<WorkDriver> drivers();

    /** What does {@code work}. */
    default WorkDriver driver(Work work) {
        return drivers().stream()
                .filter(driver -> driver.kind().name().equals(work.kind()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing does work of kind '" + work.kind() + "'"));
    }
}
