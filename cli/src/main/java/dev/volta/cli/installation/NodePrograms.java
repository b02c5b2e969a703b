package dev.volta.cli.installation;

import dev.volta.cli.common.BuildInfo;
import dev.volta.cli.common.Installation;
import dev.volta.core.deploy.DeployPlan;
import dev.volta.core.deploy.DesiredState;
import dev.volta.core.deploy.InstalledPrograms;
import dev.volta.core.deploy.RuntimeArchive;
import dev.volta.core.deploy.RuntimeImage;
import dev.volta.core.digest.Sha256;
import dev.volta.core.fleet.AskedNodes;
import dev.volta.core.service.ServiceFamily;
import dev.volta.core.service.ServiceKind;
import dev.volta.hashing.workload.DeployedTokens;
import dev.volta.hashing.workload.NodeServices;
import dev.volta.hashing.workload.TokenKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The programs of this installation. */
public final class NodePrograms implements InstalledPrograms {
    /** What workers are ready for before an experiment has said what it wants. */
    private static final String USUAL_ALGORITHM = "sha256";

    private static final String SECRET = "secret";

    private final Map<ServiceKind, Artifact> jars;
    private final UnaryOperator<String> tokens;
    private final NodeServices services;
    private final RuntimeArchive runtimes;

    /**
     * @param state the folder that keeps the secret of the fleet, and runtimes for its nodes
     * @param looks whether nothing is deployed: then no secret is drawn where there is none
     */
    public NodePrograms(Path state, boolean looks) throws IOException {
        this(
                new HashMap<>(),
                looks ? TokenKey.look(state.resolve(SECRET)) : TokenKey.in(state.resolve(SECRET)),
                new RuntimeArchive(state.resolve("runtime")));
        for (var kind : services.kinds()) {
            jars.put(kind, artifact(kind.jar()));
        }
    }

    private NodePrograms(Map<ServiceKind, Artifact> jars, UnaryOperator<String> tokens, RuntimeArchive runtimes) {
        this.jars = jars;
        this.tokens = tokens;
        this.services = new NodeServices(USUAL_ALGORITHM, tokens);
        this.runtimes = runtimes;
    }

    @Override
    public InstalledPrograms asFound(DesiredState blueprint, AskedNodes nodes) throws InterruptedException {
        var deployed = DeployedTokens.read(blueprint, services, nodes);
        return deployed.isEmpty()
                ? this
                : new NodePrograms(
                        jars, name -> deployed.containsKey(name) ? deployed.get(name) : tokens.apply(name), runtimes);
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
        return BuildInfo.load().version();
    }

    @Override
    public Artifact jar(ServiceKind kind) {
        return Objects.requireNonNull(jars.get(kind));
    }

    @Override
    public List<ServiceFamily> families() {
        return List.of(services);
    }

    private static Artifact artifact(String name) throws IOException {
        var file = Installation.nodeJars().resolve(name);
        return new Artifact(file, Sha256.of(file));
    }
}
