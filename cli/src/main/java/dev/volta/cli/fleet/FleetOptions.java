package dev.volta.cli.fleet;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.cli.common.Modules;
import dev.volta.cli.common.SocketFolder;
import dev.volta.cli.installation.ThisInstallation;
import dev.volta.cli.keeper.KeepOptions;
import dev.volta.cli.keeper.OwnPlace;
import dev.volta.cli.keeper.SshChoices;
import dev.volta.cli.route.RouteChoices;
import dev.volta.cli.route.Routes;
import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.operation.AddressBook;
import dev.volta.core.operation.FleetContext;
import dev.volta.core.operation.FleetDescription;
import dev.volta.core.operation.FleetSession;
import dev.volta.core.operation.Installed;
import dev.volta.core.operation.LinkHolder;
import dev.volta.core.remote.local.Terminal;
import dev.volta.core.wire.PrivateFolder;
import dev.volta.core.wire.ProcessUser;
import dev.volta.core.wire.RuntimeFolder;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.hostkeys.HostKey;
import dev.volta.ssh.hostkeys.HostKeys;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says which nodes a command works on, and how it reaches them. */
public final class FleetOptions implements FleetContext {
    private static final int RUN_ID_BYTES = 4;

    @Option(
            names = {"-l", "--limit", "--nodes"},
            paramLabel = "PATTERN",
            description = "Only these nodes: vm[1-8,11], vm*, @label; ',' joins patterns, '&' intersects them, '!'"
                    + " excludes nodes (default: all).")
    private @Nullable String limit;

    @Option(
            names = {"--fanout", "--parallel"},
            paramLabel = "N",
            defaultValue = "" + FanOut.DEFAULT_WIDTH,
            description = "Work on this many nodes at a time (default: ${DEFAULT-VALUE}).")
    private int width;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private SshOptions ssh;

    @Mixin
    private KeepOptions keep;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private final Modules modules;
    private @Nullable FleetDescription described;
    private @Nullable Routes routes;

    FleetOptions(Modules modules) {
        this.modules = modules;
    }

    @Override
    public FleetDescription described() {
        if (described == null) {
            described =
                    config.describe(Optional.ofNullable(limit), this::machines, warning -> tell("warning: " + warning));
        }
        return described;
    }

    @Override
    public Path state() {
        var state = Optional.ofNullable(System.getenv("VOLTA_HOME"))
                .map(Path::of)
                .orElseGet(() -> config.files().folder().resolve(".volta"));
        try {
            return Files.exists(state) ? PrivateFolder.requireLikeItsParent(state) : state;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public FanOut fanOut() {
        if (width < 1) {
            throw new ParameterException(command.commandLine(), "--fanout must be at least 1, not " + width);
        }
        return FanOut.ofWidth(width);
    }

    /**
     * How to reach {@code nodes}, with the log open that everything done there is written to.
     *
     * @throws ConfigurationException if one of them is not who it is described as
     */
    public FleetSession open(List<Node> nodes) {
        return open(nodes, false);
    }

    @Override
    public FleetSession open(List<Node> nodes, boolean linked) {
        var ways = checkedRoutes(nodes);
        var remote =
                nodes.stream().filter(node -> node.reach() instanceof Reach.Ssh).count();
        if (remote > 0) {
            ssh.requirePins();
        }
        var many = linked || remote > 1;
        var access = keep.over(
                config.files().folder(),
                choices(),
                hasMachines(nodes),
                () -> new SshAccess(ways, settings(hostKeys(nodes)), many),
                err());
        var log = audit(nodes);
        return new FleetSession(nodes, log.over(new MachineAccess(access)), log);
    }

    @Override
    public AddressBook addresses() {
        return new SshAddresses(this::routes, () -> HostKeys.load(pins(), otherPins()));
    }

    @Override
    public void pin(Map<Node, String> keys) {
        var pinned = hostKeys(List.copyOf(keys.keySet()));
        keys.forEach((node, line) -> {
            var key = HostKey.of(Base64.getDecoder().decode(line.split(" ", -1)[1]));
            if (node.reach() instanceof Reach.Ssh ssh
                    && !pinned.pinned(ssh.address(), ssh.port().number()).equals(List.of(key))) {
                pinned.replace(ssh.address(), ssh.port().number(), List.of(key));
            }
        });
    }

    @Override
    public RuntimeFolder sockets() {
        return SocketFolder.find(err());
    }

    @Override
    public Installed installed() {
        return new ThisInstallation(modules);
    }

    @Override
    public List<String> commandLine() {
        return command.root().commandLine().getParseResult().originalArgs();
    }

    @Override
    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    @Override
    public PrintWriter err() {
        return command.commandLine().getErr();
    }

    /** Opens the log for a session of the system's ssh on {@code nodes}, after the checks of {@link #open(List)}. */
    public AuditLog openForSsh(List<Node> nodes) {
        checkedRoutes(nodes);
        ssh.requirePins();
        return audit(nodes);
    }

    @Override
    public FleetSession offline(List<Node> nodes) {
        checkedRoutes(nodes);
        return new FleetSession(nodes, new NoAccess(), AuditLog.nowhere(operator(), runId(), Clock.systemUTC()));
    }

    private Routes checkedRoutes(List<Node> nodes) {
        var routes = routes();
        MachinePortCheck.run(nodes, machines().folder(), routes);
        return routes;
    }

    private void tell(String warning) {
        err().println("volta: " + warning);
    }

    @Override
    public LinkHolder links(List<Node> nodes) {
        return keep.links(folder(), choices(), hasMachines(nodes));
    }

    private static boolean hasMachines(List<Node> nodes) {
        return nodes.stream().anyMatch(node -> node.vm().isPresent());
    }

    @Override
    public NodeAccess kept() {
        return KeepOptions.kept(folder(), choices(), err());
    }

    @Override
    public KeeperPlace keeperPlace() {
        return OwnPlace.of(folder(), err());
    }

    /** The folder of the description. */
    public Path folder() {
        return config.files().folder().toAbsolutePath();
    }

    @Override
    public AuditLog audit(List<Node> nodes) {
        return AuditLog.open(
                state().resolve("audit.jsonl"), operator(), runId(), commandLine(), nodes, Clock.systemUTC());
    }

    /** From the kernel itself: the JDK's own generator takes longer to load than some commands to run. */
    private static String runId() {
        try (var random = Files.newInputStream(Path.of("/dev/urandom"))) {
            return HexFormat.of().formatHex(random.readNBytes(RUN_ID_BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a keeper has to know to connect as this command would. */
    private SshChoices choices() {
        var knownHosts = new ArrayList<>(List.of(pins()));
        knownHosts.addAll(otherPins());
        return new SshChoices(
                ssh.home(),
                operator(),
                ssh.sshConfig(),
                knownHosts,
                ssh.identity(),
                agent(),
                ssh.connectTimeout(),
                ssh.transport(),
                routes().folder(),
                routes().variables());
    }

    private static Optional<Path> agent() {
        return Optional.ofNullable(System.getenv("SSH_AUTH_SOCK"))
                .filter(socket -> !socket.isEmpty())
                .map(Path::of);
    }

    public Routes routes() {
        if (routes == null) {
            routes = new Routes(new RouteChoices(
                    ssh.home(),
                    operator(),
                    ssh.sshConfig(),
                    ssh.identity(),
                    ssh.connectTimeout(),
                    ssh.transport(),
                    !otherPins().isEmpty(),
                    Path.of("").toAbsolutePath(),
                    System.getenv()));
        }
        return routes;
    }

    /** The pinned host keys; lines that nobody who connects to {@code nodes} can read are told. */
    public HostKeys hostKeys(List<Node> nodes) {
        return hostKeys(nodes, routes()::transport);
    }

    /** The same for a session of the system's ssh. */
    public HostKeys hostKeysForSsh(List<Node> nodes) {
        return hostKeys(nodes, _ -> Transport.OPENSSH);
    }

    private HostKeys hostKeys(List<Node> nodes, Function<Reach.Ssh, Transport> transport) {
        var keys = HostKeys.load(pins(), otherPins());
        var bySsh = nodes.stream()
                .collect(Collectors.partitioningBy(
                        node -> node.reach() instanceof Reach.Ssh ssh && transport.apply(ssh) == Transport.OPENSSH));
        var problems = new LinkedHashSet<String>();
        if (nodes.isEmpty() || !listed(bySsh, false).isEmpty()) {
            problems.addAll(keys.with(routes().knownHosts(listed(bySsh, false))).problems());
        }
        if (!listed(bySsh, true).isEmpty()) {
            problems.addAll(keys.with(routes().knownHosts(listed(bySsh, true))).problemsWithSsh());
        }
        problems.forEach(problem -> tell("warning: " + problem));
        return keys;
    }

    private static List<Node> listed(Map<Boolean, List<Node>> nodes, boolean which) {
        return nodes.getOrDefault(which, List.of());
    }

    /** Files of host keys that are read and never written, and count for all nodes. */
    public List<Path> otherPins() {
        return ssh.morePins();
    }

    public SshSettings settings(HostKeys hostKeys) {
        var settings = SshSettings.with(hostKeys).withPassphrases(FleetOptions::passphrase);
        return agent().map(settings::withAgent).orElse(settings);
    }

    /** The file that host keys are pinned in. */
    public Path pins() {
        return ssh.pins(state());
    }

    private static String operator() {
        return ProcessUser.name();
    }

    private static Optional<String> passphrase(Path file) {
        try {
            return Terminal.secret("Passphrase for " + file + ": ");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
