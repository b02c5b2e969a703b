package dev.volta.core.run;

import dev.volta.core.facts.NodeProbe;
import dev.volta.core.plan.Step;
import dev.volta.core.remote.RandomMark;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.supervisor.HealthGate;
import dev.volta.core.supervisor.Supervisor;
import java.time.Duration;

/** Carries out steps on one node. */
public record StepRunner(Remote remote, Supervisor supervisor) {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration STEP_LIMIT = Duration.ofSeconds(60);

    /** For some hundred megabytes on a slow disk. */
    private static final Duration UNPACK_LIMIT = Duration.ofMinutes(10);

    private static final Script WRITE = Script.of(StepRunner.class, "write.sh").withPaths();
    private static final Script UNPACK =
            Script.of(StepRunner.class, "unpack-runtime.sh").withPaths().including(NodeProbe.class, "runtime.sh");

    /** Does {@code step}; throws {@code RemoteException} if it cannot be done. */
    public void run(Step step) throws InterruptedException {
        switch (step) {
            case Step.WriteFile write -> write(write);
            case Step.PushFile push ->
                remote.upload(new Upload(push.source(), push.target(), 0644), TransferProgress.NONE);
            case Step.Unpack unpack -> unpack(unpack);
            case Step.StartService start -> supervisor.start(start.unit());
            case Step.StopService stop -> supervisor.stop(stop.service(), STOP_PATIENCE);
            case Step.RemoveService remove -> supervisor.remove(remove.service());
            case Step.AwaitHealth await ->
                new HealthGate(remote, supervisor).await(await.service(), await.health(), await.stays());
        }
    }

    private void write(Step.WriteFile write) throws InterruptedException {
        var file = write.file();
        require(
                WRITE.to("write " + file.path())
                        .with(file.path(), RandomMark.draw())
                        .withContent(file.content()),
                STEP_LIMIT);
    }

    private void unpack(Step.Unpack unpack) throws InterruptedException {
        var archive = unpack.folder() + ".tar.gz";
        remote.upload(new Upload(unpack.archive(), archive, 0644), TransferProgress.NONE);
        require(
                UNPACK.to("unpack the Java runtime into " + unpack.folder())
                        .with(unpack.folder(), archive, RandomMark.draw()),
                UNPACK_LIMIT);
    }

    private void require(Script script, Duration limit) throws InterruptedException {
        script.withLimit(limit).run(remote).require();
    }
}
