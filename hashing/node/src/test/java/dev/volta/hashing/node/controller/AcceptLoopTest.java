package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AcceptLoopTest {
    /** Either a connection or what accepting one throws. */
    private final Deque<Object> coming = new ArrayDeque<>();

    private final List<String> admitted = new ArrayList<>();
    private AcceptLoop<String> acceptLoop = new AcceptLoop<>(this::next, this::admit, coming::isEmpty);

    private String next() throws IOException {
        return switch (coming.remove()) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Object connection -> connection.toString();
        };
    }

    private void admit(String connection) throws IOException {
        switch (connection) {
            case "reset" -> throw new IOException("Connection reset by peer");
            case "defect" -> throw new IllegalStateException("made up");
            case "large" -> throw new OutOfMemoryError("unable to create native thread");
            default -> admitted.add(connection);
        }
    }

    @Test
    void letsOthersInAfterAConnectionThatCannotBeTakenUp() {
        coming.addAll(List.of("reset", "one", "defect", "two", "large", "three"));
        acceptLoop.run();
        assertThat(admitted).containsExactly("one", "two", "three");
    }

    @Test
    void waitsForRoom() {
        coming.addAll(
                List.of(new IOException("Too many open files"), "one", new OutOfMemoryError("Java heap space"), "two"));
        acceptLoop.run();
        assertThat(admitted).containsExactly("one", "two");
    }

    @Test
    void saysWhyNothingCanBeAcceptedAnyMore() {
        for (var broken : List.of(
                new IOException("Bad file descriptor"),
                new IllegalStateException("made up"),
                new NoClassDefFoundError("made/up"))) {
            coming.clear();
            coming.addAll(List.of(broken, "never asked for"));
            acceptLoop = new AcceptLoop<>(this::next, this::admit, coming::isEmpty);
            acceptLoop.run();
            assertThat(acceptLoop.failure()).contains(broken);
        }
        assertThat(admitted).isEmpty();
    }

    @Test
    void hasNotFailedOnceItIsClosed() {
        coming.add(new IOException("closed"));
        acceptLoop.run();
        assertThat(acceptLoop.failure()).isEmpty();
    }
}
