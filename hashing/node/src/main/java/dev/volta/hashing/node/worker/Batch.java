package dev.volta.hashing.node.worker;

import dev.volta.hashing.node.wire.ItemOutcome;
import dev.volta.hashing.node.wire.WorkerMessage.Digest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A digest lease with the outcomes so far. They are kept until the next lease comes, because a controller that is
 * killed takes with it whatever lay unread in its socket; when it is back, all of them are sent again.
 */
final class Batch {
    private final Digest digest;
    private final List<ItemOutcome> outcomes = new ArrayList<>();
    private @Nullable Link link;
    private int sent;
    private volatile boolean withdrawn;

    Batch(Digest digest, Link link) {
        this.digest = digest;
        this.link = link;
    }

    Digest digest() {
        return digest;
    }

    boolean isWithdrawn() {
        return withdrawn;
    }

    void withdraw() {
        withdrawn = true;
    }

    synchronized void add(ItemOutcome outcome) {
        outcomes.add(outcome);
    }

    /** Sends what was not sent yet; while there is no connection it stays here. */
    synchronized void flush() {
        Link current = link;
        if (current == null || withdrawn || sent == outcomes.size()) {
            return;
        }
        try {
            while (sent < outcomes.size()) {
                List<ItemOutcome> next = current.fitting(outcomes.subList(sent, outcomes.size()));
                current.sendResults(digest.lease(), next);
                sent += next.size();
            }
        } catch (IOException e) {
            link = null;
        }
    }

    /** The lease goes on over another connection. */
    synchronized void resume(Link fresh) {
        link = fresh;
        sent = 0;
        flush();
    }
}
