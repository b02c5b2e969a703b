package dev.volta.cli.trust;

import dev.volta.cli.route.Routes;
import dev.volta.core.config.Node;
import dev.volta.core.config.Reach;
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
record HostKeyScan(Routes routes, SshSettings settings) {
    /** What one server answered. */
    sealed interface Answer {
        record Keys(SshTarget target, List<HostKey> keys) implements Answer {}

        record Nothing(String reason) implements Answer {}
    }

    Map<Node, Answer> run(List<Node> nodes) throws InterruptedException {
        var answers = new LinkedHashMap<Node, Answer>();
        var threads = new ArrayList<Thread>();
        try (var fleet = MinaFleet.start(settings)) {
            var asked = new LinkedHashMap<Node, CompletableFuture<Answer>>();
            for (var node : nodes) {
                if (node.reach() instanceof Reach.Ssh ssh) {
                    var answer = new CompletableFuture<Answer>();
                    asked.put(node, answer);
                    threads.add(
                            Thread.ofVirtual().name("scan-" + node.name()).start(() -> ask(fleet, node, ssh, answer)));
                }
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

    private void ask(MinaFleet fleet, Node node, Reach.Ssh ssh, CompletableFuture<Answer> answer) {
        try {
            var target = routes.to(node, ssh);
            var keys = fleet.scanHostKeys(target);
            answer.complete(
                    keys.isEmpty()
                            ? new Answer.Nothing("no host key of a kind that Volta knows")
                            : new Answer.Keys(target, keys));
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
}
