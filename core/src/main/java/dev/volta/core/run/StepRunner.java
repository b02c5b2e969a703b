package dev.volta.core.run;

import dev.volta.core.plan.Step;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Upload;
import dev.volta.core.supervisor.HealthGate;
import dev.volta.core.supervisor.Supervisor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Carries out steps on one node. */
public record StepRunner(Remote remote, Supervisor supervisor) {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);
    private static final Duration STEP_LIMIT = Duration.ofSeconds(60);

    /** Does {@code step}; throws {@code RemoteException} if it cannot be done. */
    public void run(Step step) throws InterruptedException {
        switch (step) {
            case Step.MakeFolder folder -> require(Command.script("umask 077; mkdir -p -- \"$1\"", folder.path()));
            case Step.WriteFile write -> write(write);
            case Step.PushFile push ->
                remote.upload(new Upload(push.source(), push.target(), 0644), TransferProgress.NONE);
            case Step.Unpack unpack -> unpack(unpack);
            case Step.StartService start -> supervisor.start(start.unit());
            case Step.StopService stop -> supervisor.stop(stop.service(), STOP_PATIENCE);
            case Step.RemoveService remove -> supervisor.remove(remove.service());
            case Step.AwaitHealth await -> new HealthGate(remote, supervisor).await(await.service(), await.health());
        }
    }

    /** Undoes what {@link Step.MakeFolder} did. */
    public void remove(Step.MakeFolder folder) throws InterruptedException {
        require(Command.of(List.of("rm", "-rf", "--", folder.path())));
    }

    private void write(Step.WriteFile write) throws InterruptedException {
        var script = "umask 077; mkdir -p -- \"${1%/*}\" && cat >\"$1.new\" && mv \"$1.new\" \"$1\"";
        require(Command.script(script, write.file().path())
                .withStdin(write.file().content().getBytes(StandardCharsets.UTF_8)));
    }

    private void unpack(Step.Unpack unpack) throws InterruptedException {
        var archive = unpack.folder() + ".tar.gz";
        remote.upload(new Upload(unpack.archive(), archive, 0644), TransferProgress.NONE);
        var script = """
                if [ ! -d "$1" ]; then
                    new=${1%/*}/.new-${1##*/}
                    rm -rf -- "$new" && mkdir -p -- "$new" && tar -C "$new" -xzf "$2" && mv -- "$new" "$1" || exit 1
                fi
                rm -f -- "$2"
                """;
        require(Command.script(script, unpack.folder(), archive));
    }

    private void require(Command command) throws InterruptedException {
        remote.run(command.withTimeout(STEP_LIMIT)).require();
    }
}
