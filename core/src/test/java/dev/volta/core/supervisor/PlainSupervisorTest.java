package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.RemoteException;
import dev.volta.core.remote.local.LocalRemote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlainSupervisorTest {
    private static final String SERVICE = "worker-1";

    @TempDir
    private Path folder;

    private PlainSupervisor supervisor;

    @BeforeEach
    void onThisMachine() {
        supervisor = new PlainSupervisor(
                new LocalRemote(new NodeName("here")),
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        supervisor.stop(SERVICE, Duration.ofMillis(200));
    }

    @Test
    void knowsNothingOfAServiceThatWasNeverStarted() throws InterruptedException {
        assertThat(supervisor.services()).isEmpty();
    }

    @Test
    void givesArgumentsAndEnvironmentUntouched() throws Exception {
        var environment = new LinkedHashMap<String, String>();
        environment.put("GREETING", "it's $HOME");
        var printer = new ServiceUnit(
                SERVICE, List.of("sh", "-c", "printf '%s|%s' \"$GREETING\" \"$1\"", "sh", "a  b"), environment);
        supervisor.start(printer);
        await(() -> supervisorSays(new ServiceState.Stopped(OptionalInt.of(0))));
        assertThat(ServiceLogs.tail(supervisor, SERVICE, 5)).isEqualTo("it's $HOME|a  b");
    }

    @Test
    void cutsLinesWithoutEndAtTheEndOfALog() throws Exception {
        var script =
                "head -c 9000000 /dev/zero | tr '\\0' x; echo; head -c 5000 /dev/zero | tr '\\0' y; echo; echo bye";
        supervisor.start(new ServiceUnit(SERVICE, List.of("sh", "-c", script)));
        await(() -> supervisorSays(new ServiceState.Stopped(OptionalInt.of(0))));
        var longest = ServiceLogs.LONGEST_LINE;
        assertThat(ServiceLogs.tail(supervisor, SERVICE, 9))
                .isEqualTo("…" + "x".repeat(longest) + "\n" + "y".repeat(longest) + "…\nbye");
        assertThat(ServiceLogs.tail(supervisor, SERVICE, 1)).isEqualTo("bye");
    }

    @Test
    void saysWhoseTheFolderOfTheServicesIsAndMakesNothingInIt() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can make folders of other users");
        var services = Files.createDirectory(folder.resolve("services"));
        Files.setAttribute(services, "unix:uid", 65_534);
        assertThatThrownBy(() -> supervisor.start(sleeper()))
                .hasMessageContaining(services + " belongs to another user (uid 65534); remove it");
        assertThat(services).isEmptyDirectory();
    }

    @Test
    void doesNotStartTwiceWhatRuns() throws Exception {
        supervisor.start(sleeper());
        var first = state();
        supervisor.start(sleeper());
        assertThat(state()).isEqualTo(first).isInstanceOf(ServiceState.Running.class);
    }

    @Test
    void restartsAServiceThatIsKilled() throws Exception {
        supervisor.start(sleeper());
        var first = (ServiceState.Running) state();
        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        await(() -> state() instanceof ServiceState.Running again && again.restarts() == 1 && again.pid() != 0);
        assertThat(ServiceLogs.tail(supervisor, SERVICE, 1)).contains("status 137", "restart 1");
    }

    @Test
    void tellsHowLongAProgramRanThatIsStartedAgain() throws Exception {
        supervisor.start(new ServiceUnit(SERVICE, List.of("sh", "-c", "sleep 1.1; exit 1")));
        await(() -> state() instanceof ServiceState.Running again && again.restarts() > 0);
        await(() -> service(SERVICE).ran().isPresent());
        assertThat(service(SERVICE).ran().orElseThrow()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    }

    @Test
    void leavesAServiceAloneThatEndedByItself() throws Exception {
        supervisor.start(new ServiceUnit(SERVICE, List.of("true")));
        await(() -> supervisorSays(new ServiceState.Stopped(OptionalInt.of(0))));
    }

    @Test
    void stopsServiceAndWatcher() throws Exception {
        supervisor.start(sleeper());
        var running = (ServiceState.Running) state();
        supervisor.stop(SERVICE, Duration.ofSeconds(5));
        assertThat(runs(running.pid())).isFalse();
        assertThat(folder.resolve("services").resolve(SERVICE).resolve("watcher"))
                .doesNotExist();
        assertThat(state()).isInstanceOf(ServiceState.Stopped.class);
    }

    @Test
    void endsAServiceThatDoesNotListen() throws Exception {
        supervisor.start(new ServiceUnit(SERVICE, List.of("sh", "-c", "trap '' TERM; while :; do sleep 1; done")));
        var running = (ServiceState.Running) state();
        supervisor.stop(SERVICE, Duration.ofMillis(100));
        assertThat(runs(running.pid())).isFalse();
    }

    @Test
    void tellsAndStopsAServiceWhoseWatcherWasKilled() throws Exception {
        supervisor.start(sleeper());
        var running = (ServiceState.Running) state();
        var watcher = Files.readString(
                        folder.resolve("services").resolve(SERVICE).resolve("watcher"))
                .split(" ", -1)[0];
        ProcessHandle.of(Long.parseLong(watcher)).orElseThrow().destroyForcibly();
        await(() -> supervisorSays(new ServiceState.Unwatched(running.pid())));
        assertThatThrownBy(() -> supervisor.start(sleeper()))
                .isInstanceOf(RemoteException.class)
                .hasMessageContaining("nobody watches it; stop it first");
        supervisor.stop(SERVICE, Duration.ofSeconds(5));
        assertThat(runs(running.pid())).isFalse();
        assertThat(state()).isInstanceOf(ServiceState.Stopped.class);
    }

    @Test
    void isNotStartedLaterWhenItCouldNotBeStartedInItsFolder() throws Exception {
        var work = folder.resolve("work").resolve(SERVICE);
        var gate = Gate.before("setsid", folder.resolve("gates"));
        var gated = new PlainSupervisor(
                gate.on(new LocalRemote(new NodeName("here"))),
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
        var failure = new AtomicReference<Throwable>();
        var start = Thread.ofVirtual().start(() -> {
            try {
                gated.start(sleeper());
            } catch (InterruptedException | RuntimeException e) {
                failure.set(e);
            }
        });
        await(gate::reached);
        Files.delete(work);
        gate.open();
        start.join();
        Files.createDirectory(work);
        assertThat(failure.get()).isInstanceOf(RemoteException.class).hasMessageContaining("it was not started: ");
        var place = folder.resolve("services").resolve(SERVICE);
        await(() -> !Files.exists(place.resolve("watcher")));
        assertThat(supervisorSays(new ServiceState.Stopped(OptionalInt.empty())))
                .isTrue();
        assertThat(Files.readString(place.resolve("restarts"))).isEqualTo("0\n");
    }

    @Test
    void doesNotTouchAProcessThatGotThePidOfADeadService() throws Exception {
        supervisor.start(sleeper());
        supervisor.stop(SERVICE, Duration.ofSeconds(5));
        var bystander = new ProcessBuilder("sleep", "60").start();
        try {
            var recycled = bystander.pid() + " 1 " + Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            Files.writeString(folder.resolve("services").resolve(SERVICE).resolve("watcher"), recycled);
            supervisor.stop(SERVICE, Duration.ofMillis(100));
            assertThat(bystander.isAlive()).isTrue();
        } finally {
            bystander.destroyForcibly();
        }
    }

    private ServiceState state() throws InterruptedException {
        return service(SERVICE).state();
    }

    private ServiceStatus service(String name) throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(name));
    }

    private static ServiceUnit sleeper() {
        return new ServiceUnit(SERVICE, List.of("sleep", "60"));
    }

    private boolean supervisorSays(ServiceState expected) throws InterruptedException {
        return state().equals(expected);
    }

    /** A zombie does not run; where process 1 reaps nobody, an orphan stays one. */
    private static boolean runs(long pid) throws IOException {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
