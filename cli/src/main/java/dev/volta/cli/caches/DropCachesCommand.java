package dev.volta.cli.caches;

import dev.volta.cli.fleet.FleetOptions;
import dev.volta.cli.lock.WaitLockOption;
import dev.volta.core.cache.DropPlan;
import dev.volta.core.cache.FleetCaches;
import dev.volta.core.cache.Level;
import dev.volta.core.config.Node;
import dev.volta.core.fleet.FoldedNames;
import dev.volta.core.fleet.NodeAccess;
import dev.volta.core.fleet.OpenNodes;
import dev.volta.core.fleet.OutcomeReport;
import dev.volta.core.lock.CommandLock;
import dev.volta.core.lock.FleetLock;
import dev.volta.core.lock.LockPlace;
import dev.volta.core.privilege.Sudo;
import dev.volta.core.remote.local.Terminal;
import dev.volta.core.run.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code volta drop-caches}. */
@Command(
        name = "drop-caches",
        description = "Write back dirty pages and drop the nodes' page caches, once per kernel. If one node"
                + " cannot, none does.")
public final class DropCachesCommand implements Callable<Integer> {
    @Mixin
    private FleetOptions fleet;

    @Option(
            names = "--level",
            paramLabel = "N",
            defaultValue = "3",
            description = "1 pages, 2 dentries and inodes, 3 both (default: ${DEFAULT-VALUE}).")
    private int level;

    @Option(
            names = "--prove",
            paramLabel = "PATH",
            description = "Show how much of this file or tree is in memory before and after; may be repeated.")
    private List<String> proofs = new ArrayList<>();

    @Mixin
    private WaitLockOption waitLock;

    @Option(names = "--dry-run", description = "Print which caches would be dropped, and drop none.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var nodes = fleet.select();
        var what = level();
        var concerned = new LinkedHashSet<>(nodes);
        concerned.add(FleetLock.node(fleet.configuration()));
        try (var session = fleet.open(dryRun ? nodes : List.copyOf(concerned));
                var open = new OpenNodes(session.access())) {
            if (dryRun) {
                return dropOrPreview(open, nodes, what);
            }
            var line = spec.commandLine();
            var argv = spec.root().commandLine().getParseResult().originalArgs();
            var taker = new CommandLock.Taker(
                    LockPlace.of(fleet.configuration()), fleet.state(), open, session.run(), argv, line.getErr());
            // Who is measuring just now counts on what is in memory.
            try (var lock = CommandLock.take(taker, waitLock.patience())) {
                return lock.guard(() -> dropOrPreview(open, nodes, what));
            }
        }
    }

    private int dropOrPreview(NodeAccess access, List<Node> nodes, Level what) throws InterruptedException {
        var err = spec.commandLine().getErr();
        var sudo = new Sudo(() -> Terminal.secret("[sudo] password for the nodes: "));
        var caches = new FleetCaches(fleet.fanOut(), access, sudo);
        var plan = caches.survey(nodes);
        if (!plan.lacking().isEmpty()) {
            plan.lacking().forEach((node, reason) -> err.println("volta: " + node.name() + ": " + reason));
            err.println("volta: nothing was dropped anywhere");
            return ExitCode.FAILED.code();
        }
        if (dryRun) {
            tell(plan, "would drop");
            return ExitCode.OK.code();
        }
        return drop(caches, plan, nodes, what);
    }

    private int drop(FleetCaches caches, DropPlan plan, List<Node> nodes, Level what) throws InterruptedException {
        var err = spec.commandLine().getErr();
        var proof = new ResidencyProof(caches, nodes, proofs);
        if (!proof.look(err)) {
            err.println("volta: nothing was dropped anywhere");
            return ExitCode.FAILED.code();
        }
        var outcome = caches.drop(plan, what);
        var code = new OutcomeReport<Level>(err, _ -> "done").finish(outcome, false);
        if (code != ExitCode.OK.code()) {
            return code;
        }
        tell(plan, "dropped");
        return proof.compare(spec.commandLine().getOut(), err) ? ExitCode.OK.code() : ExitCode.FAILED.code();
    }

    private Level level() {
        try {
            return Level.of(level);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--level: " + e.getMessage(), e);
        }
    }

    private void tell(DropPlan plan, String did) {
        PrintWriter out = spec.commandLine().getOut();
        plan.kernels().values().forEach(nodes -> {
            var names = FoldedNames.fold(nodes.stream().map(Node::name).toList());
            var doer = nodes.getFirst().name();
            out.println(nodes.size() == 1 ? did + ": " + names : did + ": " + names + " (one kernel, by " + doer + ")");
        });
    }
}
