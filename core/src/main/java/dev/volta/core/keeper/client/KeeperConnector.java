package dev.volta.core.keeper.client;

import dev.volta.core.keeper.AliveLock;
import dev.volta.core.keeper.KeeperException;
import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.wire.FrameType;
import dev.volta.core.keeper.wire.Greeting;
import dev.volta.core.keeper.wire.KeeperPayloadWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The way in to the keeper of a fleet, which is started if there is none. */
final class KeeperConnector {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(20);
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(30);

    private final KeeperPlace place;

    KeeperConnector(KeeperPlace place) {
        this.place = place;
    }

    /** A link to the keeper that runs, whichever build it is of. */
    Optional<KeeperLink> knock(Map<String, String> settings) throws InterruptedException {
        KeeperLink link;
        try {
            link = KeeperLink.to(place, settings);
        } catch (IOException _) {
            return Optional.empty(); // nobody is there, or one who is leaving
        }
        var fleet = link.welcome().fleet();
        if (!fleet.equals(place.fleet().toString())) {
            link.close();
            throw new KeeperException("the keeper on " + place.socket() + " is that of " + fleet);
        }
        return Optional.of(link);
    }

    /** A link to the keeper that runs, if it speaks this program's version of the protocol. */
    Optional<KeeperLink> visit() throws InterruptedException {
        var link = knock(Map.of());
        if (link.isPresent() && link.get().welcome().version() != Greeting.VERSION) {
            var welcome = link.get().welcome();
            link.get().close();
            throw new KeeperException("the keeper of this fleet (process " + welcome.pid() + ") speaks version "
                    + welcome.version() + " of the keeper's protocol, and this program version " + Greeting.VERSION
                    + "; end it with 'volta keeper stop'");
        }
        return link;
    }

    /** A link to a keeper of the same build as this program. */
    KeeperLink enter(KeeperProgram program, Map<String, String> settings) throws InterruptedException {
        var found = knock(settings);
        if (found.isPresent() && !isOf(program, found.get())) {
            replaceable(found.get(), program);
            found = Optional.empty();
        }
        return found.isPresent() ? found.get() : start(program, settings);
    }

    /** Tells the keeper behind {@code link} to leave and waits until its process has. */
    void dismiss(KeeperLink link) throws InterruptedException {
        var pid = link.welcome().pid();
        try (link;
                var talk = link.converse()) {
            talk.send(FrameType.STOP, new KeeperPayloadWriter());
            talk.answer();
        } catch (IOException _) {
            // it left before it could answer
        }
        var deadline = System.nanoTime() + LEAVE_LIMIT.toNanos();
        while (isAlive(pid)) {
            if (System.nanoTime() > deadline) {
                throw new KeeperException("the keeper (process " + pid + ") does not leave within "
                        + LEAVE_LIMIT.toSeconds() + " s; end it with kill " + pid);
            }
            TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
        }
    }

    /** A keeper of a version before is known by its process alone, and only in this PID namespace. */
    private boolean isAlive(long pid) {
        return AliveLock.isHeld(place)
                .orElseGet(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent());
    }

    private static boolean isOf(KeeperProgram program, KeeperLink link) {
        return link.welcome().version() == Greeting.VERSION
                && link.welcome().build().equals(program.build());
    }

    private void replaceable(KeeperLink link, KeeperProgram program) throws InterruptedException {
        var welcome = link.welcome();
        if (welcome.busy()) {
            link.close();
            throw new KeeperException("the keeper of this fleet (process " + welcome.pid()
                    + ") is in use and of another build: it is " + named(welcome.build(), welcome.version())
                    + ", and this is " + named(program.build(), Greeting.VERSION)
                    + "; end it with 'volta keeper stop'");
        }
        dismiss(link);
    }

    private static String named(String build, int version) {
        return build + " (protocol " + version + ")";
    }

    private KeeperLink start(KeeperProgram program, Map<String, String> settings) throws InterruptedException {
        var process = program.start(place);
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            // Asked first: if it ends in between, another keeper had the place, and accepts by now.
            var alive = process.isAlive();
            var link = knock(settings);
            if (link.isPresent()) {
                return link.get();
            }
            if (!alive) {
                throw KeeperProgram.failed(place, "its process ended");
            }
            if (System.nanoTime() > deadline) {
                throw KeeperProgram.failed(place, "it does not accept within " + START_LIMIT.toSeconds() + " s");
            }
            TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
        }
    }
}
