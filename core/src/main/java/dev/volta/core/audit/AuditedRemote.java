package dev.volta.core.audit;

import dev.volta.core.config.Node;
import dev.volta.core.config.Port;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.ForwardingRemote;
import dev.volta.core.remote.OutputSink;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.ScriptText;
import dev.volta.core.remote.TransferProgress;
import dev.volta.core.remote.Tunnel;
import dev.volta.core.remote.Upload;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A remote whose every use is written to the log when it has ended. */
final class AuditedRemote extends ForwardingRemote {
    private final Remote remote;
    private final Node node;
    private final AuditLog log;

    AuditedRemote(Remote remote, Node node, AuditLog log) {
        super(remote);
        this.remote = remote;
        this.node = node;
        this.log = log;
    }

    @Override
    public ExitStatus run(Command command, OutputSink sink) throws InterruptedException {
        return written(
                AuditEvent.Kind.run,
                command.argv(),
                command.script(),
                () -> remote.run(command, sink),
                AuditEvent.Ending.Ended::new);
    }

    @Override
    public Upload.Outcome upload(Upload upload, TransferProgress progress) throws InterruptedException {
        return written(
                AuditEvent.Kind.upload,
                List.of(upload.source().toString(), upload.target()),
                () -> remote.upload(upload, progress),
                outcome -> new AuditEvent.Ending.Did(
                        switch (outcome) {
                            case SENT -> "sent";
                            case ALREADY_THERE -> "already there";
                        }));
    }

    @Override
    public void download(String source, Path target, TransferProgress progress) throws InterruptedException {
        written(
                AuditEvent.Kind.download,
                List.of(source, target.toString()),
                () -> {
                    remote.download(source, target, progress);
                    return target;
                },
                _ -> new AuditEvent.Ending.Did("fetched"));
    }

    @Override
    public Tunnel socketToNode(Path here, String there) throws InterruptedException {
        return written(
                AuditEvent.Kind.tunnel,
                List.of(here.toString(), there),
                () -> remote.socketToNode(here, there),
                _ -> new AuditEvent.Ending.Did("opened to the node"));
    }

    @Override
    public Tunnel socketFromNode(String there, Path here) throws InterruptedException {
        return written(
                AuditEvent.Kind.tunnel,
                List.of(there, here.toString()),
                () -> remote.socketFromNode(there, here),
                _ -> new AuditEvent.Ending.Did("opened from the node"));
    }

    @Override
    public Tunnel portToNode(Port here, Port there) throws InterruptedException {
        return written(
                AuditEvent.Kind.tunnel,
                List.of(here.toString(), there.toString()),
                () -> remote.portToNode(here, there),
                _ -> new AuditEvent.Ending.Did("opened to the node"));
    }

    private interface Doing<R> {
        R run() throws InterruptedException;
    }

    private <R> R written(AuditEvent.Kind kind, List<String> words, Doing<R> doing, Function<R, AuditEvent.Ending> told)
            throws InterruptedException {
        return written(kind, words, Optional.empty(), doing, told);
    }

    private <R> R written(
            AuditEvent.Kind kind,
            List<String> words,
            Optional<ScriptText> script,
            Doing<R> doing,
            Function<R, AuditEvent.Ending> told)
            throws InterruptedException {
        var time = log.now();
        var start = System.nanoTime();
        AuditEvent.Ending ending = new AuditEvent.Ending.Broke("unexpectedly");
        try {
            var result = doing.run();
            ending = told.apply(result);
            return result;
        } catch (InterruptedException e) {
            ending = new AuditEvent.Ending.Broke("interrupted");
            throw e;
        } catch (RuntimeException e) {
            ending = new AuditEvent.Ending.Broke(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            log.write(new AuditEvent(
                    time, node, kind, words, script, ending, Duration.ofNanos(System.nanoTime() - start)));
        }
    }
}
