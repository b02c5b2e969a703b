package dev.volta.core.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.Node;
import dev.volta.core.config.NodeName;
import dev.volta.core.config.NodePaths;
import dev.volta.core.config.Origin;
import dev.volta.core.config.Port;
import dev.volta.core.config.Reach;
import dev.volta.core.keeper.client.KeeperAccess;
import dev.volta.core.keeper.client.KeeperProgram;
import dev.volta.core.keeper.server.Keeper;
import dev.volta.core.vm.fleet.Booting;
import dev.volta.core.wire.RuntimeFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A keeper whose nodes are all this machine; as a program it is one process, in tests mostly a part of theirs. */
public final class TestKeeper implements AutoCloseable {
    public static final String BUILD = "test";

    public final TestPlans plans = new TestPlans();
    public final Keeper keeper;
    private final KeeperPlace place;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Thread thread;

    private TestKeeper(KeeperPlace place, InstantSource clock) {
        this.place = place;
        this.keeper = Keeper.open(
                        place,
                        BUILD,
                        Duration.ofMinutes(10),
                        plans,
                        Booting.NONE,
                        clock,
                        new PrintStream(log, true, StandardCharsets.UTF_8))
                .orElseThrow();
        this.thread = Thread.ofVirtual().start(() -> {
            try (keeper) {
                keeper.keep();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** In this process. */
    public static TestKeeper in(KeeperPlace place) {
        return new TestKeeper(place, InstantSource.system());
    }

    public static TestKeeper in(KeeperPlace place, InstantSource clock) {
        return new TestKeeper(place, clock);
    }

    /** {@code main PLACE-FLEET PLACE-RUNTIME}: a process of its own. */
    public static void main(String[] arguments) throws InterruptedException {
        var place = place(Path.of(arguments[0]), Path.of(arguments[1]));
        var keeper = Keeper.open(
                place,
                BUILD,
                Duration.ofMinutes(10),
                new TestPlans(),
                Booting.NONE,
                InstantSource.system(),
                System.err);
        if (keeper.isPresent()) {
            try (var open = keeper.get()) {
                open.keep();
            }
        }
    }

    /** Starts {@link #main} with little memory. */
    public static KeeperProgram program(KeeperPlace place) {
        return program(place, 48);
    }

    public static KeeperProgram program(KeeperPlace place, int mebibytes) {
        return new KeeperProgram(java("-Xmx" + mebibytes + "m", TestKeeper.class, place), BUILD);
    }

    public static List<String> java(String option, Class<?> main, KeeperPlace place) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                option,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName(),
                place.fleet().toString(),
                place.folder().resolveSibling("").toString()));
    }

    /** The place of a fleet in {@code folder}. */
    public static KeeperPlace place(Path folder) throws IOException {
        return place(
                Files.createDirectories(folder.resolve("fleet")), Files.createDirectories(folder.resolve("runtime")));
    }

    private static KeeperPlace place(Path fleet, Path runtime) {
        return KeeperPlace.of(fleet, new RuntimeFolder(runtime.resolve("volta"), List.of()));
    }

    /** A program that cannot be started, for clients that must find the keeper running. */
    public static KeeperProgram noProgram() {
        return new KeeperProgram(List.of("false"), BUILD);
    }

    public static Node node(String name) {
        return new Node(
                new NodeName(name),
                new Reach.Ssh("127.0.0.1", Port.SSH, Optional.empty()),
                Set.of(),
                Optional.empty(),
                NodePaths.UNSAID,
                new Origin.ByDefault());
    }

    public KeeperAccess access() {
        return access(Map.of());
    }

    public KeeperAccess access(Map<String, String> settings) {
        return new KeeperAccess(place, noProgram(), settings);
    }

    /** What it has told so far. */
    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    public boolean left() {
        return !thread.isAlive();
    }

    @Override
    public void close() {
        keeper.leave();
        try {
            assertThat(thread.join(Duration.ofSeconds(30)))
                    .as("the keeper leaves")
                    .isTrue();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** A condition that comes to hold. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    public static void eventually(Condition condition, String what) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("%s within 20 s", what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    public static boolean runs(Path pidFile) throws IOException {
        return ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                .filter(ProcessHandle::isAlive)
                .isPresent();
    }
}
