package dev.volta.cli.trust;

import dev.volta.cli.route.SshClients;
import dev.volta.core.config.Transport;
import dev.volta.core.fleet.NodeFailure;
import dev.volta.core.remote.RemoteException;
import dev.volta.ssh.MinaFleet;
import dev.volta.ssh.SshSettings;
import dev.volta.ssh.SshTarget;
import dev.volta.ssh.hostkeys.HostKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks servers for their keys, all at once; {@link MinaFleet} bounds how many connections begin at a time. */
final class HostKeyScan implements AutoCloseable {
    private final SshClients clients;

    HostKeyScan(SshSettings settings) {
        this.clients = new SshClients(settings);
    }

    /** What one server answered. */
    sealed interface Answer {
        /** Keys, and a target with the name that they are pinned under. */
        record Keys(SshTarget target, List<HostKey> keys) implements Answer {}

        record Nothing(String reason) implements Answer {}
    }

    Map<Place, Answer> run(List<Place> places) throws InterruptedException {
        var answers = new LinkedHashMap<Place, Answer>();
        var threads = new ArrayList<Thread>();
        try {
            var asked = new LinkedHashMap<Place, CompletableFuture<Answer>>();
            for (var place : places) {
                var answer = new CompletableFuture<Answer>();
                asked.put(place, answer);
                threads.add(Thread.ofVirtual().name("scan-" + place.label()).start(() -> ask(place, answer)));
            }
            for (var entry : asked.entrySet()) {
                answers.put(entry.getKey(), entry.getValue().get());
            }
            return answers;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.forEach(Thread::interrupt);
        }
    }

    private void ask(Place place, CompletableFuture<Answer> answer) {
        var node = place.node();
        try {
            var found = keys(place);
            answer.complete(
                    found.keys().isEmpty() ? new Answer.Nothing("no host key of a kind that Volta knows") : found);
        } catch (RemoteException e) {
            answer.complete(new Answer.Nothing(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            answer.complete(new Answer.Nothing(node.name() + ": " + NodeFailure.reason(node, e)));
        } catch (InterruptedException e) {
            answer.complete(new Answer.Nothing("interrupted"));
        } catch (Error e) {
            answer.completeExceptionally(e);
        }
    }

    private Answer.Keys keys(Place place) throws InterruptedException {
        if (place.transport() == Transport.OPENSSH) {
            var scanned = clients.system().scanHostKeys(place.target());
            return new Answer.Keys(scanned.target(), scanned.keys());
        }
        return new Answer.Keys(place.target(), clients.mina().scanHostKeys(place.target()));
    }

    @Override
    public void close() {
        clients.close();
    }
}
