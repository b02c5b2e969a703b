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
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A plan that is being carried out, and that can be undone as far as it was. */
public final class PlanRun {
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

    /**
     * Undoes everything in reverse order, and goes on even if something fails; the failures come at the end, joined.
     * Services between which nothing was waited for do not depend on each other and are stopped at the same time.
     */
    public void down() throws InterruptedException {
        var failures = new ArrayList<RemoteException>();
        var stage = new ArrayList<Step.StartService>();
        while (!done.isEmpty()) {
            switch (done.pop()) {
                case Step.StartService start -> stage.add(start);
                case Step.AwaitSocket _ -> stop(stage, failures);
                case Step.MakeFolder folder -> {
                    stop(stage, failures);
                    remove(folder, failures);
                }
                case Step.WriteFile _ -> {}
            }
        }
        stop(stage, failures);
        if (!failures.isEmpty()) {
            var first = failures.removeFirst();
            failures.forEach(first::addSuppressed);
            throw first;
        }
    }

    private void stop(List<Step.StartService> stage, List<RemoteException> failures) throws InterruptedException {
        var joined = Collections.synchronizedList(failures);
        var threads = stage.stream()
                .map(start ->
                        Thread.ofVirtual().name("stop " + start.unit().name()).start(() -> stop(start, joined)))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        stage.clear();
    }

    private void stop(Step.StartService start, List<RemoteException> failures) {
        try {
            new PlainSupervisor(remote(start), start.services())
                    .stop(start.unit().name(), STOP_PATIENCE);
        } catch (RemoteException e) {
            failures.add(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remove(Step.MakeFolder folder, List<RemoteException> failures) throws InterruptedException {
        try {
            require(remote(folder), Command.of(List.of("rm", "-rf", "--", folder.path())));
        } catch (RemoteException e) {
            failures.add(e);
        }
    }

    private static void require(Remote remote, Command command) throws InterruptedException {
        remote.run(command.withTimeout(STEP_LIMIT)).require();
    }

    private Remote remote(Step step) {
        return Objects.requireNonNull(remotes.get(step.node()), () -> "no remote for node " + step.node());
    }
}
