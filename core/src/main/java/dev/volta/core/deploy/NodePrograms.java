package dev.volta.core.deploy;

import dev.volta.core.fleet.AskedNodes;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.core.sha256.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The programs of this installation. */
public final class NodePrograms implements InstalledPrograms {
    private final String version;
    private final Map<ServiceKind, Artifact> jars;
    private final List<InstalledFamily> families;
    private final RuntimeArchive runtimes;

    private NodePrograms(
            String version, Map<ServiceKind, Artifact> jars, List<InstalledFamily> families, RuntimeArchive runtimes) {
        this.version = version;
        this.jars = jars;
        this.families = List.copyOf(families);
        this.runtimes = runtimes;
    }

    /**
     * Those of all families.
     *
     * @param sources that registered modules bring
     * @param folder with the jars of their kinds
     * @param state the folder that keeps the secrets of the fleet, and runtimes for its nodes
     * @param looks whether nothing is deployed: then no secret is drawn where there is none
     */
    public static NodePrograms of(List<FamilySource> sources, Path folder, String version, Path state, boolean looks)
            throws IOException {
        var jars = new HashMap<ServiceKind, Artifact>();
        var families = new ArrayList<InstalledFamily>();
        for (var source : sources) {
            families.add(source.in(state, looks));
            for (var kind : source.kinds()) {
                var file = folder.resolve(kind.jar());
                jars.put(kind, new Artifact(file, Sha256.of(file)));
            }
        }
        return new NodePrograms(version, jars, families, new RuntimeArchive(state.resolve("runtime")));
    }

    @Override
    public InstalledPrograms asFound(DesiredState desired, AskedNodes nodes) throws InterruptedException {
        var found = new ArrayList<InstalledFamily>();
        for (var family : families) {
            found.add(family.asFound(desired, nodes));
        }
        return new NodePrograms(version, jars, found, runtimes);
    }

    @Override
    public Optional<RuntimeImage> runtime() {
        return runtimes.image();
    }

    @Override
    public void prepare(DeployPlan plan) throws IOException, InterruptedException {
        if (plan.installsJava()) {
            runtimes.make(runtime().orElseThrow());
        }
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Artifact jar(ServiceKind kind) {
        return Objects.requireNonNull(jars.get(kind));
    }

    @Override
    public List<ServiceFamily> families() {
        return List.copyOf(families);
    }
}
