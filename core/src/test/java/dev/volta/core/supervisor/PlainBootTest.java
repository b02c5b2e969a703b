package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The node's boot starts services again, also while somebody changes them. */
@Timeout(120)
class PlainBootTest {
    private static final String SERVICE = "worker-1";
    private static final String OTHER = "controller";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    @TempDir
    private Path gates;

    private final LocalRemote here = new LocalRemote(new NodeName("here"));
    private final List<Gate> closed = new ArrayList<>();
    private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();
    private PlainSupervisor supervisor;

    private Path services;

    @BeforeEach
    void onThisMachine() throws Exception {
        services = folder.resolve("services");
        supervisor = new PlainSupervisor(
                here, services.toString(), folder.resolve("work").toString());
        assumeTrue(locksAreSeen(), "flock(1) is there, and its locks are in /proc/locks");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (var gate : closed) {
            gate.open();
        }
        others.close();
        for (var service : supervisor.services().keySet()) {
            supervisor.stop(service, Duration.ofMillis(200));
        }
    }

    @Test
    void startsAgainWhatRanWhenTheNodeEnded() throws Exception {
        started("started");
        supervisor.start(new ServiceUnit("ended", List.of("true")));
        supervisor.start(new ServiceUnit("stopped", List.of("sleep", "60")));
        supervisor.stop("stopped", PATIENCE);
        await(() -> service("ended").state() instanceof ServiceState.Stopped);
        var before = service(SERVICE);
        endAsAPowerCutDoes(SERVICE);
        assertThat(service(SERVICE).isRunning()).isFalse();

        over(boot());
        over(boot());
        assertThat(service(SERVICE).isRunning()).isTrue();
        assertThat(service(SERVICE).definition()).isEqualTo(before.definition());
        assertThat(service("ended").isRunning()).isFalse();
        assertThat(service("stopped").isRunning()).isFalse();
        await(() -> log().equals("started\nstarted"));
    }

    @Test
    void doesNotStartTheOldProgramWhileSomebodyStartsANewOne() throws Exception {
        started("old");
        endAsAPowerCutDoes(SERVICE);
        var start = inTheMiddleOfStarting(says("new"));
        var boot = boot();
        await(() -> !boot.isAlive() || waiting(SERVICE) == 1);
        openGates();
        start.get();
        overAfterWaiting(boot, SERVICE);
        await(() -> log().lines().count() == 2);
        assertThat(log()).isEqualTo("old\nnew");
        assertThat(definition())
                .isEqualTo(supervisor.format().definition(says("new")).digest());
    }

    @Test
    void keepsTheDefinitionOfWhatItStartsFromWhoeverComesLater() throws Exception {
        started("old");
        endAsAPowerCutDoes(SERVICE);
        var boot = inTheMiddleOfBoot();
        var start = later(() -> supervisor.start(says("new")));
        await(() -> start.isDone() || waiting(SERVICE) == 1);
        openGates();
        start.get();
        over(boot);
        await(() -> log().lines().count() == 2);
        assertThat(log()).isEqualTo("old\nold");
        assertThat(definition())
                .isEqualTo(supervisor.format().definition(says("old")).digest());
    }

    @Test
    void doesNotStartWhatSomebodyStopsMeanwhile() throws Exception {
        started("started");
        endAsAPowerCutDoes(SERVICE);
        var stop = inTheMiddleOfStopping(SERVICE);
        var boot = boot();
        await(() -> !boot.isAlive() || waiting(SERVICE) == 1);
        openGates();
        stop.get();
        overAfterWaiting(boot, SERVICE);
        assertThat(service(SERVICE).isRunning()).isFalse();
        assertThat(log()).isEqualTo("started");
    }

    @Test
    void isStartingWhatAStopThenEnds() throws Exception {
        started("started");
        endAsAPowerCutDoes(SERVICE);
        var boot = inTheMiddleOfBoot();
        var stop = later(() -> supervisor.stop(SERVICE, PATIENCE));
        await(() -> stop.isDone() || waiting(SERVICE) == 1);
        openGates();
        over(boot);
        stop.get();
        assertThat(service(SERVICE).isRunning()).isFalse();
    }

    @Test
    void isStartingWhatThenCannotBeRemoved() throws Exception {
        started("started");
        endAsAPowerCutDoes(SERVICE);
        var boot = inTheMiddleOfBoot();
        var remove = later(() -> supervisor.remove(SERVICE));
        await(() -> remove.isDone() || waiting(SERVICE) == 1);
        openGates();
        over(boot);
        assertThatThrownBy(remove::get).hasMessageContaining("is still running");
        assertThat(service(SERVICE).isRunning()).isTrue();
    }

    @Test
    void startsTheOthersWhereOneHasToWait() throws Exception {
        supervisor.start(new ServiceUnit(OTHER, List.of("sleep", "60")));
        started("started");
        endAsAPowerCutDoes(OTHER);
        endAsAPowerCutDoes(SERVICE);
        var stop = inTheMiddleOfStopping(OTHER);
        var boot = boot();
        await(() -> waiting(OTHER) == 1 && service(SERVICE).isRunning());
        openGates();
        stop.get();
        overAfterWaiting(boot, OTHER);
        assertThat(service(OTHER).isRunning()).isFalse();
    }

    @Test
    void leavesAServiceToBeStoppedWhoseTurnCannotBeTaken() throws Exception {
        started("started");
        var turn = services.resolve(SERVICE).resolve("turn");
        Files.delete(turn);
        Files.createDirectory(turn);
        supervisor.stop(SERVICE, PATIENCE);
        assertThat(service(SERVICE).isRunning()).isFalse();
    }

    /** The service runs, and has said {@code word}. */
    private void started(String word) throws Exception {
        supervisor.start(says(word));
        await(() -> log().equals(word));
    }

    private Future<?> inTheMiddleOfStarting(ServiceUnit unit) throws Exception {
        var gate = gate("mv");
        return inTheMiddle(
                gate,
                () -> new PlainSupervisor(
                                gate.on(here),
                                services.toString(),
                                folder.resolve("work").toString())
                        .start(unit));
    }

    private Future<?> inTheMiddleOfStopping(String service) throws Exception {
        var gate = gate("rm");
        return inTheMiddle(
                gate,
                () -> new PlainSupervisor(
                                gate.on(here),
                                services.toString(),
                                folder.resolve("work").toString())
                        .stop(service, PATIENCE));
    }

    private Future<?> inTheMiddle(Gate gate, Action action) throws Exception {
        var going = later(action);
        await(gate::reached);
        return going;
    }

    /** After boot has seen that it is to start the service, and before it does. */
    private Process inTheMiddleOfBoot() throws Exception {
        var gate = gate("setsid");
        // The PATH of the deploy is the one that counts. Without sums, nobody asks who has written that.
        var login = services.resolve(SERVICE).resolve("login");
        Files.writeString(login, Files.readString(login).replaceFirst("PATH='[^']*'", "PATH='" + gate.path() + "'"));
        Files.delete(login.resolveSibling("sums"));
        var boot = boot();
        await(gate::reached);
        return boot;
    }

    private Gate gate(String program) throws IOException {
        var gate = Gate.before(program, gates);
        closed.add(gate);
        return gate;
    }

    private void openGates() throws IOException {
        for (var gate : closed) {
            gate.open();
        }
    }

    private Process boot() throws IOException {
        return new ProcessBuilder("sh", services.resolve(".boot").toString())
                .redirectErrorStream(true)
                .start();
    }

    private static void over(Process boot) throws Exception {
        assertThat(said(boot)).isEmpty();
    }

    private void overAfterWaiting(Process boot, String service) throws Exception {
        assertThat(said(boot)).isEqualTo("waiting for whoever changes " + services.resolve(service) + "\n");
    }

    /** All that boot says; it has ended then. */
    private static String said(Process boot) throws Exception {
        var said = new String(boot.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boot.waitFor();
        return said;
    }

    private void endAsAPowerCutDoes(String service) throws Exception {
        for (var name : List.of("watcher", "child")) {
            var identity = Files.readString(services.resolve(service).resolve(name));
            ProcessHandle.of(Long.parseLong(identity.split(" ", -1)[0])).ifPresent(ProcessHandle::destroyForcibly);
        }
        await(() -> service(service).state() instanceof ServiceState.Stopped);
    }

    /** How many wait for their turn with {@code service}: lines of proc_locks(5) with an arrow. */
    private long waiting(String service) throws IOException {
        var inode = inode(services.resolve(service).resolve("turn"));
        try (var locks = Files.lines(Path.of("/proc/locks"))) {
            return locks.filter(line -> line.contains("-> FLOCK") && line.contains(":" + inode + " "))
                    .count();
        }
    }

    /** Does {@code flock(1)} take locks here that proc_locks(5) shows? */
    private boolean locksAreSeen() throws Exception {
        var file = Files.createFile(gates.resolve("lock"));
        var look = "flock \"$1\" grep -q \"FLOCK.*:$2 \" /proc/locks";
        return new ProcessBuilder(
                                "sh",
                                "-c",
                                look,
                                "sh",
                                file.toString(),
                                inode(file).toString())
                        .start()
                        .waitFor()
                == 0;
    }

    private static Object inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino");
    }

    private static ServiceUnit says(String word) {
        return new ServiceUnit(SERVICE, List.of("sh", "-c", "echo " + word + "; exec sleep 60"));
    }

    private String definition() throws InterruptedException {
        return service(SERVICE).definition();
    }

    private String log() throws InterruptedException {
        return ServiceLogs.tail(supervisor, SERVICE, 9);
    }

    private ServiceStatus service(String name) throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(name));
    }

    private interface Action {
        void run() throws Exception;
    }

    private Future<?> later(Action action) {
        return others.submit(() -> {
            action.run();
            return null;
        });
    }
}
