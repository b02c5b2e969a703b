package dev.volta.core.lock;

import dev.volta.core.config.Configuration;
import dev.volta.core.config.Node;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.Script;
import dev.volta.core.sha256.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The lock of a fleet: claims in a folder that all users of one node share. It belongs to whoever took it until it is given
 * back, or until it was not renewed for its time to live. All times are the node's own, so that no two clocks are compared.
 * {@code lock.sh} says what lies in the folder, and why two never have the lock.
 *
 * @param folder an absolute path on the node
 * @param name of the lock, in the names of files
 */
public record FleetLock(Remote remote, String folder, String name, Duration timeToLive) {
    /** Where every user of a node can put a file that no other can remove. */
    private static final String SHARED = "/tmp";

    private static final Duration ROUND_TRIP = Duration.ofSeconds(30);

    /** How long the node waits at a time, so that an interrupted command is not waited for in vain. */
    private static final Duration TURN = Duration.ofSeconds(5);

    private static final int ENOUGH = 8;
    private static final String NOBODY = "0";

    /** The node that has the lock of a fleet: the first. */
    public static Node node(Configuration fleet) {
        return fleet.inventory().nodes().getFirst();
    }

    /**
     * The lock of {@code fleet} on {@link #node}.
     *
     * @param remote leads to that node
     */
    public static FleetLock of(Configuration fleet, Remote remote, Duration timeToLive) {
        return named(name(fleet), remote, timeToLive);
    }

    static FleetLock named(String name, Remote remote, Duration timeToLive) {
        return new FleetLock(remote, SHARED, name, timeToLive);
    }

    /**
     * What the lock of {@code fleet} is called. Where the fleet's files are below a folder that its description names, they
     * are another fleet's than those of the same name elsewhere, and so is the lock.
     */
    static String name(Configuration fleet) {
        var install = node(fleet).paths().install();
        var elsewhere = install.map(path -> "-"
                + Sha256.of(path.toString().getBytes(StandardCharsets.UTF_8)).substring(0, ENOUGH));
        return fleet.fleet().name() + elsewhere.orElse("");
    }

    /**
     * Takes the lock, or waits for it.
     *
     * @param patience how long to wait for whoever has it
     * @throws LockHeldException if somebody else still has it then
     */
    public void take(Claim claim, Duration patience) throws InterruptedException {
        take(claim, patience, ElapsedTime.SINCE_BOOT);
    }

    /** The same; returns when the lock was asked for that was taken then. */
    Duration take(Claim claim, Duration patience, ElapsedTime time) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            var left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            var turn = left.compareTo(TURN) < 0 ? left : TURN;
            var asked = time.now();
            var answer = ask(script("take", claim.token(), turn).withContent(claim.lines()), turn);
            if (answer.getFirst().equals("held")) {
                return asked;
            }
            if (left.isZero()) {
                throw new LockHeldException(remote.node(), state(answer));
            }
        }
    }

    /** Keeps the lock for another time to live, unless it is somebody else's by now, or nobody's. */
    public Renewal renew(String token) throws InterruptedException {
        var answer = ask(script("renew", token, Duration.ZERO), Duration.ZERO);
        return answer.getFirst().equals("held") ? new Renewal.Held() : new Renewal.Lost(lost(answer));
    }

    private String lost(List<String> answer) {
        var others = answer.subList(1, answer.size());
        return switch (answer.getFirst()) {
            case "lost broken" ->
                others.isEmpty()
                        ? "somebody has broken it (volta lock release)"
                        : "it was taken away by " + owner(others);
            case "lost expired" -> "it had expired when it was renewed";
            case "lost damaged" -> "the file of it on " + remote.node() + " is damaged";
            case "lost taken" -> owner(others) + " has it now";
            default -> throw unexpected(answer);
        };
    }

    /**
     * Gives the lock back; one that somebody else has by now stays theirs.
     *
     * @return how it had been lost before, if it had
     */
    public Optional<String> release(String token) throws InterruptedException {
        var answer = ask(script("release", token, Duration.ZERO), Duration.ZERO);
        return answer.getFirst().equals("free") ? Optional.empty() : Optional.of(lost(answer));
    }

    /**
     * Takes the lock away from whoever has it; what is left is that of a user whose file we may not remove.
     *
     * @param by told to whoever has it
     */
    public LockState breakIt(Claim by) throws InterruptedException {
        return state(ask(script("break", NOBODY, Duration.ZERO).withContent(by.lines()), Duration.ZERO));
    }

    /** Who has the lock, if anybody has. */
    public LockState state() throws InterruptedException {
        return state(ask(script("show", NOBODY, Duration.ZERO), Duration.ZERO));
    }

    private LockState state(List<String> answer) {
        if (answer.getFirst().equals("free")) {
            return new LockState.Free();
        }
        var owner = owner(answer);
        if (answer.getFirst().endsWith(" damaged")) {
            return new LockState.Damaged(owner);
        }
        return owner.isExpired() ? new LockState.Expired(owner) : new LockState.Held(owner);
    }

    private LockOwner owner(List<String> answer) {
        var words = answer.getFirst().split(" ", -1);
        if (words.length != 6 || !words[0].equals("taken") || !words[2].matches("-?\\d{1,15}")) {
            throw unexpected(answer);
        }
        return LockOwner.read(
                answer.subList(1, answer.size()),
                words[4],
                words[3].equals("-") ? Optional.empty() : Optional.of(words[3]),
                words[1].matches("\\d{1,15}")
                        ? Optional.of(Duration.ofSeconds(Long.parseLong(words[1])))
                        : Optional.empty(),
                Duration.ofSeconds(Long.parseLong(words[2])));
    }

    private RemoteException unexpected(List<String> answer) {
        return new RemoteException(remote.node(), "answers about the lock: " + answer);
    }

    private Script script(String action, String token, Duration patience) {
        var seconds = Long.toString((patience.toMillis() + 999) / 1000);
        return Script.of(FleetLock.class, "lock.sh")
                .to(action + " the lock " + name)
                .with(folder, name, action, token, Long.toString(timeToLive.toSeconds()), seconds);
    }

    private List<String> ask(Script script, Duration patience) throws InterruptedException {
        var answer = script.withLimit(patience.plus(ROUND_TRIP))
                .run(remote)
                .require()
                .out()
                .lines()
                .toList();
        if (answer.isEmpty()) {
            throw new RemoteException(remote.node(), "says nothing about the lock " + name);
        }
        return answer;
    }
}
