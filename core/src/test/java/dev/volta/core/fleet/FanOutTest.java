package dev.volta.core.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.config.Node;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.ExitStatus;
import dev.volta.core.remote.Remote;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanOutTest {
    /** This machine under many names; some of them cannot be reached. */
    private record Here(Set<String> dead) implements NodeAccess {
        @Override
        public Remote connect(Node node) {
            if (dead.contains(node.name().value())) {
                throw new RemoteException(node.name(), "no answer within 10.0 s");
            }
            return new LocalRemote(node.name());
        }

        @Override
        public void close() {}
    }

    private static List<Node> nodes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> FoldedNamesTest.node("vm" + i))
                .toList();
    }

    @Test
    void tellsTheOutcomeOfEveryNodeInOrder() {
        var told = new HashSet<String>();
        var nodes = nodes(4);
        NodeTask<ExitStatus> task = new NodeTask<>() {
            @Override
            public ExitStatus run(Node node, Remote remote) throws InterruptedException {
                if (node.name().value().equals("vm3")) {
                    throw new RemoteException(node.name(), "the connection was lost");
                }
                return remote.run(Command.of(
                                "sh", "-c", "[ $1 != vm4 ]", "sh", node.name().value()))
                        .status();
            }

            @Override
            public boolean succeeded(ExitStatus status) {
                return status.ok();
            }
        };
        var outcome = FanOut.ofWidth(2)
                .run(
                        nodes,
                        new Here(Set.of("vm2")),
                        task,
                        (node, _) -> told.add(node.name().value()));
        assertThat(outcome.byNode().keySet()).containsExactlyElementsOf(nodes);
        var states = List.copyOf(outcome.byNode().values());
        assertThat(states.get(0).ok()).isTrue();
        assertThat(states.get(1)).isEqualTo(new Outcome.Unreachable<>("no answer within 10.0 s"));
        assertThat(states.get(2)).isEqualTo(new Outcome.Failed<>("the connection was lost"));
        assertThat(states.get(3)).isInstanceOfSatisfying(Outcome.Done.class, done -> {
            assertThat(done.ok()).isFalse();
            assertThat(done.result()).isEqualTo(new ExitStatus.Exited(1));
        });
        assertThat(outcome.unfinished()).containsExactlyElementsOf(nodes.subList(1, 4));
        assertThat(outcome.ok()).isFalse();
        assertThat(told).containsExactlyInAnyOrder("vm1", "vm2", "vm3", "vm4");
    }

    @Test
    void worksOnNoMoreNodesAtATimeThanItMay() {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        NodeTask<String> task = (_, _) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            TimeUnit.MILLISECONDS.sleep(20);
            now.decrementAndGet();
            return "";
        };
        assertThat(FanOut.ofWidth(3)
                        .run(nodes(20), new Here(Set.of()), task, (_, _) -> {})
                        .ok())
                .isTrue();
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    void startsNoFurtherNodeAfterTooManyFailures() {
        NodeTask<String> fails = (node, _) -> {
            throw new RemoteException(node.name(), "no");
        };
        var outcome = new FanOut(1, OptionalInt.of(2)).run(nodes(5), new Here(Set.of()), fails, (_, _) -> {});
        assertThat(outcome.byNode().values())
                .containsExactly(
                        new Outcome.Failed<>("no"),
                        new Outcome.Failed<>("no"),
                        new Outcome.NotStarted<>(),
                        new Outcome.NotStarted<>(),
                        new Outcome.NotStarted<>());
    }

    @Test
    void aLimitEndsTheTasksThatHangAndStartsNoFurtherOnes() {
        NodeTask<ExitStatus> task = (node, remote) -> remote.run(
                        Command.of("sleep", node.name().value().equals("vm1") ? "0" : "50"))
                .status();
        var outcome =
                FanOut.ofWidth(2).within(Duration.ofSeconds(2)).run(nodes(4), new Here(Set.of()), task, (_, _) -> {});
        assertThat(outcome.interrupted()).as("nobody interrupted it").isFalse();
        assertThat(outcome.ok()).isFalse();
        assertThat(outcome.byNode().values().stream()
                        .map(one -> one.getClass().getSimpleName())
                        .toList())
                .containsExactly("Done", "Interrupted", "Interrupted", "NotStarted");
    }

    @Test
    void anInterruptEndsRunningTasksAndTellsHowFarEachCame() throws InterruptedException {
        var running = new CountDownLatch(2);
        var result = new AtomicReference<FleetOutcome<ExitStatus>>();
        var caller = Thread.ofPlatform()
                .start(() -> result.set(FanOut.ofWidth(2)
                        .run(
                                nodes(4),
                                new Here(Set.of()),
                                (node, remote) -> {
                                    running.countDown();
                                    return remote.run(Command.of("sleep", "50")).status();
                                },
                                (_, _) -> {})));
        running.await();
        caller.interrupt();
        assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
        assertThat(result.get().interrupted()).isTrue();
        assertThat(result.get().ok()).isFalse();
        assertThat(result.get().byNode().values())
                .containsExactly(
                        new Outcome.Interrupted<>(),
                        new Outcome.Interrupted<>(),
                        new Outcome.NotStarted<>(),
                        new Outcome.NotStarted<>());
    }

    @Test
    void anyExceptionOfANodeIsThatNodesFailure() {
        var trouble = new HashMap<String, Supplier<RuntimeException>>();
        trouble.put("vm1", () -> new NumberFormatException("For input string: \"WELCOME\""));
        trouble.put("vm2", () -> new UncheckedIOException(new NoSuchFileException("/gone")));
        NodeTask<String> task = (node, _) -> {
            if (trouble.containsKey(node.name().value())) {
                throw trouble.get(node.name().value()).get();
            }
            return "";
        };
        NodeAccess access = new NodeAccess() {
            @Override
            public Remote connect(Node node) {
                if (node.name().value().equals("vm3")) {
                    throw new IllegalStateException("a defect");
                }
                return new LocalRemote(node.name());
            }

            @Override
            public void close() {}
        };
        var outcome = FanOut.ofWidth(1).run(nodes(4), access, task, (_, _) -> {});
        var states = List.copyOf(outcome.byNode().values());
        assertThat(states.get(0))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith(
                                        "an error in Volta itself: java.lang.NumberFormatException: For input string:")
                                .contains("FanOutTest.java"));
        assertThat(states.get(1)).isEqualTo(new Outcome.Failed<>("/gone: no such file or folder"));
        assertThat(states.get(2))
                .isInstanceOfSatisfying(
                        Outcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.reason()).contains("a defect"));
        assertThat(states.get(3).ok()).isTrue();
    }

    @Test
    void whatNoNodeIsToBlameForEndsTheRunAndComesOut() {
        for (var failure :
                List.of(new CommandFailure("the disk is full", new IOException()), new StackOverflowError())) {
            var begun = new ArrayList<String>();
            NodeTask<String> task = (node, _) -> {
                begun.add(node.name().value());
                switch (failure) {
                    case RuntimeException e -> throw e;
                    case Error e -> throw e;
                    default -> throw new IllegalStateException(failure);
                }
            };
            assertThatThrownBy(() -> FanOut.ofWidth(1).run(nodes(5), new Here(Set.of()), task, (_, _) -> {}))
                    .isSameAs(failure);
            assertThat(begun).containsExactly("vm1");
        }
    }
}
