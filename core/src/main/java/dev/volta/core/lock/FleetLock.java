package dev.volta.core.lock;

import dev.volta.core.remote.Command;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.ScriptResource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The lock of a fleet: a folder on one node. It belongs to whoever made it until it is given back, or until it was not
 * renewed for its time to live; all times are the node's own, so that no two clocks are compared. {@code lock.sh} says
 * what lies in the folder.
 *
 * @param folder an absolute path on the node
 */
public record FleetLock(Remote remote, String folder, Duration timeToLive) {
    private static final Duration ROUND_TRIP = Duration.ofSeconds(20);

    /** How long the node waits at a time, so that an interrupted command is not waited for in vain. */
    private static final Duration TURN = Duration.ofSeconds(5);

    private static final String ANY = "any";

    /**
     * Takes the lock, or waits for it.
     *
     * @param patience how long to wait for whoever has it
     * @throws LockHeldException if somebody else still has it then
     */
    public void take(Claim claim, Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            var turn = left.compareTo(TURN) < 0 ? left : TURN;
            var owner = owner(ask("take", claim.token(), turn, claim.lines()));
            if (owner.isEmpty()) {
                return;
            }
            if (left.isZero()) {
                throw new LockHeldException(remote.node(), owner.get());
            }
        }
    }

    /** Keeps the lock for another time to live; false if somebody else has it by now. */
    public boolean renew(String token) throws InterruptedException {
        return ask("renew", token, Duration.ZERO, "").equals(List.of("held"));
    }

    /** Gives the lock back; one that somebody else has by now stays theirs. */
    public void release(String token) throws InterruptedException {
        ask("release", token, Duration.ZERO, "");
    }

    /** Takes the lock away from whoever has it. */
    public void breakIt() throws InterruptedException {
        release(ANY);
    }

    /** Who has the lock, if anybody has. */
    public Optional<LockOwner> owner() throws InterruptedException {
        return owner(ask("show", "", Duration.ZERO, ""));
    }

    private Optional<LockOwner> owner(List<String> answer) {
        var words = answer.getFirst().split(" ", -1);
        return switch (words[0]) {
            case "held", "free" -> Optional.empty();
            case "taken" ->
                Optional.of(LockOwner.read(
                        answer.subList(1, answer.size()),
                        Duration.ofSeconds(Long.parseLong(words[1])),
                        Duration.ofSeconds(Long.parseLong(words[2]))));
            default -> throw new RemoteException(remote.node(), "answers about the lock: " + answer);
        };
    }

    private List<String> ask(String action, String token, Duration patience, String lines) throws InterruptedException {
        var seconds = Long.toString((patience.toMillis() + 999) / 1000);
        var script = ScriptResource.read(FleetLock.class, "lock.sh");
        var command = Command.script(script, folder, action, token, Long.toString(timeToLive.toSeconds()), seconds)
                .withStdin(lines.getBytes(StandardCharsets.UTF_8))
                .withTimeout(patience.plus(ROUND_TRIP));
        var answer = remote.run(command).require().out().lines().toList();
        if (answer.isEmpty()) {
            throw new RemoteException(remote.node(), "says nothing about the lock " + folder);
        }
        return answer;
    }
}
