package dev.volta.cli.fleet;

import dev.volta.cli.common.ConfigOptions;
import dev.volta.cli.keeper.KeepOptions;
import dev.volta.cli.keeper.LinkKeeping;
import dev.volta.cli.keeper.OwnPlace;
import dev.volta.cli.keeper.SshChoices;
import dev.volta.cli.route.RouteChoices;
import dev.volta.cli.route.Routes;
import dev.volta.core.audit.AuditLog;
import dev.volta.core.config.Configuration;
import dev.volta.core.config.ConfigurationException;
import dev.volta.core.config.Inventory;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
import dev.volta.core.config.Transport;
import dev.volta.core.fleet.FanOut;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.NodePattern;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.vm.VmLogin;
import dev.volta.core.wire.PrivateFolder;
import dev.volta.core.wire.ProcessUser;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.hostkeys.HostKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
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
public final class FleetOptions {
    private static final int RUN_ID_BYTES = 4;

    @Option(
            names = {"-l", "--limit", "--nodes"},
            paramLabel = "PATTERN",
            description =
                    "Only these nodes: vm[1-8,11], @label, *, with ',' and, '&' only, '!' without" + " (default: all).")
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

    private @Nullable Configuration configuration;
    private @Nullable Routes routes;

    /** The nodes that {@code --limit} chooses. */
    public List<Node> select() {
        return select(Optional.ofNullable(limit));
    }

    /** The nodes that {@code pattern} chooses, all if there is none. */
    public List<Node> select(Optional<String> pattern) {
        return select(pattern, inventory());
    }

    /** As {@link #select()}, for commands that change nothing: where no fleet is described, this machine. */
    public List<Node> selectOrThisMachine() {
        return select(limit(), configurationOrThisMachine().inventory());
    }

    private static List<Node> select(Optional<String> pattern, Inventory all) {
        return pattern.map(text -> NodePattern.select(text, all)).orElse(all.nodes());
    }

    public Optional<String> limit() {
        return Optional.ofNullable(limit);
    }

    /**
     * Where what outlasts a command is kept: {@code VOLTA_HOME}, or {@code .volta} beside the configuration. Host keys that
     * are trusted and tokens lie there, so one that somebody else made is refused.
     */
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

    /** How the virtual machines of the fleet are logged in to. */
    public VmLogin machines() {
        return new VmLogin(state());
    }

    public FanOut fanOut() {
        if (width < 1) {
            throw new ParameterException(command.commandLine(), "--fanout is at least 1, not " + width);
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

    /**
     * The same.
     *
     * @param linked whether a node has to listen for this machine, also if it is the only one
     */
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
                command.commandLine().getErr());
        var log = audit(nodes);
        return new FleetSession(nodes, log.over(new MachineAccess(access)), log);
    }

    /** Opens the log for a session of the system's ssh on {@code nodes}, after the checks of {@link #open(List)}. */
    public AuditLog openForSsh(List<Node> nodes) {
        checkedRoutes(nodes);
        ssh.requirePins();
        return audit(nodes);
    }

    /** As {@link #open(List)} for a command that asks no node; nothing is written down of that. */
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
        command.commandLine().getErr().println("volta: " + warning);
    }

    /** The links of a fleet with these nodes. */
    public LinkKeeping links(List<Node> nodes) {
        return keep.links(folder(), choices(), hasMachines(nodes));
    }

    private static boolean hasMachines(List<Node> nodes) {
        return nodes.stream().anyMatch(node -> node.vm().isPresent());
    }

    /** Access over the keeper, whatever was said about that. */
    public NodeAccess kept() {
        return KeepOptions.kept(folder(), choices(), command.commandLine().getErr());
    }

    /** Where the keeper of the fleet is found. */
    public KeeperPlace keeperPlace() {
        return OwnPlace.of(folder(), command.commandLine().getErr());
    }

    /** What tells the description from others of the same folder. */
    public List<Path> description() {
        return config.files().identity();
    }

    /** Whether some file describes a fleet. */
    public boolean isDescribed() {
        return config.files().describeSomething();
    }

    /** The folder of the description. */
    public Path folder() {
        return config.files().folder().toAbsolutePath();
    }

    /** Opens the log of what is done about {@code nodes}, with the beginning of this command written to it. */
    public AuditLog audit(List<Node> nodes) {
        var argv = command.root().commandLine().getParseResult().originalArgs();
        return AuditLog.open(state().resolve("audit.jsonl"), operator(), runId(), argv, nodes, Clock.systemUTC());
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

    public Inventory inventory() {
        return configuration().inventory();
    }

    /**
     * The fleet as it is described.
     *
     * @throws ConfigurationException if no file describes one, or a file is wrong
     */
    public Configuration configuration() {
        var files = config.files();
        if (!files.describeSomething()) {
            throw files.undescribed();
        }
        return configurationOrThisMachine();
    }

    /** The fleet as it is described, or this machine alone where no file describes one. */
    public Configuration configurationOrThisMachine() {
        if (configuration == null) {
            config.files().warnings().forEach(warning -> tell("warning: " + warning));
            configuration = machines().over(config.load().value());
        }
        return configuration;
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
