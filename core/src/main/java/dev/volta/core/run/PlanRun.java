package dev.volta.core.run;

import dev.volta.core.plan.Plan;
import dev.volta.core.plan.Step;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.NodeName;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.supervisor.PlainSupervisor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** A plan that is being carried out. Closing it undoes, in reverse order, what was started so far. */
public final class PlanRun implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration STEP_LIMIT = Duration.ofSeconds(30);
    private static final int LOG_LINES = 15;

    private final Map<NodeName, Remote> remotes;
    private final Deque<Step> done = new ArrayDeque<>();

    public PlanRun(Map<NodeName, Remote> remotes) {
        this.remotes = Map.copyOf(remotes);
    }

    /** Does every step of {@code plan}; stops at the first that fails. */
    public void up(Plan plan) throws InterruptedException {
        for (var step : plan.steps()) {
            done.push(step); // before it is done, so that half a step is undone too
            carryOut(step);
        }
    }

    private void carryOut(Step step) throws InterruptedException {
        var remote = remote(step);
        switch (step) {
            case Step.MakeFolder folder ->
                require(remote, Command.script("umask 077; mkdir -p -- \"$1\"", folder.path()));
            case Step.WriteFile write ->
                require(
                        remote,
                        Command.script(
                                        "umask 077; mkdir -p -- \"${1%/*}\" && cat >\"$1.new\" && mv \"$1.new\" \"$1\"",
                                        write.file().path())
                                .withStdin(write.file().content().getBytes(StandardCharsets.UTF_8)));
            case Step.StartService start -> new PlainSupervisor(remote, start.services()).start(start.unit());
            case Step.AwaitSocket await -> awaitSocket(new PlainSupervisor(remote, await.services()), remote, await);
        }
    }

    private static void awaitSocket(PlainSupervisor supervisor, Remote remote, Step.AwaitSocket await)
            throws InterruptedException {
        if (supervisor.awaitSocket(await.service(), await.socket(), await.patience())) {
            return;
        }
        throw new RemoteException(
                remote.node(),
                "%s made no socket %s within %d s; the end of its log:\n%s"
                        .formatted(
                                await.service(),
                                await.socket(),
                                await.patience().toSeconds(),
                                supervisor.logTail(await.service(), LOG_LINES).stripTrailing()));
    }

    /** Copies the logs of all started services to {@code folder}, one file per service. */
    public void fetchLogs(Path folder) throws InterruptedException {
        for (var step : done) {
            if (step instanceof Step.StartService start) {
                var log = start.services() + "/" + start.unit().name() + "/log";
                remote(step)
                        .download(
                                log,
                                folder.resolve(start.node() + "-" + start.unit().name() + ".log"),
                                TransferProgress.NONE);
            }
        }
    }

    /** Tells each step that is undone, then goes on even if one fails; the failures come at the end, joined. */
    public void down(Consumer<Step> listener) throws InterruptedException {
        var failures = new ArrayList<RemoteException>();
        while (!done.isEmpty()) {
            var step = done.pop();
            try {
                undo(step, listener);
            } catch (RemoteException e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            var first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void undo(Step step, Consumer<Step> listener) throws InterruptedException {
        switch (step) {
            case Step.StartService start -> {
                listener.accept(step);
                new PlainSupervisor(remote(step), start.services())
                        .stop(start.unit().name(), STOP_PATIENCE);
            }
            case Step.MakeFolder folder -> {
                listener.accept(step);
                require(remote(step), Command.of(List.of("rm", "-rf", "--", folder.path())));
            }
            case Step.WriteFile _, Step.AwaitSocket _ -> {}
        }
    }

    @Override
    public void close() {
        try {
            down(step -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void require(Remote remote, Command command) throws InterruptedException {
        remote.run(command.withTimeout(STEP_LIMIT)).require();
    }

    private Remote remote(Step step) {
        return Objects.requireNonNull(remotes.get(step.node()), () -> "no remote for node " + step.node());
    }
}
