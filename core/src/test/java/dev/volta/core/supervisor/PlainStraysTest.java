package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.NodeName;
import dev.volta.core.remote.Command;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.wire.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What runs of a service is found and ended also when its folder was removed or moved. */
@Timeout(120)
class PlainStraysTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    /** Of no other process on this machine. */
    private final String seconds = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40));

    private final ProcessesOf sleeps = new ProcessesOf(seconds);

    @TempDir
    private Path folder;

    private Path install;
    private PlainSupervisor supervisor;

    @BeforeEach
    void onThisMachine() {
        install = folder.resolve("opt");
        supervisor = new PlainSupervisor(
                new LocalRemote(new NodeName("here")),
                install.resolve("services").toString(),
                install.resolve("work").toString());
    }

    @AfterEach
    void leaveNothing() throws Exception {
        for (var name : List.of("web", "web-2")) {
            supervisor.stop(name, Duration.ofMillis(200));
        }
        for (var process : processes()) {
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    /** Watchers of services of this test, then programs. */
    private List<Long> processes() throws IOException {
        var all = new ArrayList<>(new ProcessesOf(place("web").toString()).pids());
        all.addAll(new ProcessesOf(place("web-2").toString()).pids());
        all.addAll(sleeps.pids());
        return all;
    }

    private Path place(String service) {
        return install.resolve("services").resolve(service);
    }

    /** Until its program is what it shall be: a shell becomes it. */
    private void start(String service) throws Exception {
        var before = sleeps.count();
        supervisor.start(new ServiceUnit(service, List.of("sh", "-c", "exec sleep " + seconds)));
        await(() -> sleeps.count() > before);
    }

    private void killWatcher(String service) throws Exception {
        var watchers = new ProcessesOf(place(service).toString());
        for (var watcher : watchers.pids()) {
            ProcessHandle.of(watcher).orElseThrow().destroyForcibly();
        }
        await(() -> watchers.count() == 0);
    }

    private ServiceStatus status(String service) throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(service));
    }

    private void isAstray(String service) throws InterruptedException {
        var status = status(service);
        assertThat(status.state()).isInstanceOf(ServiceState.Unwatched.class);
        assertThat(status.trouble()).contains("its folder is gone");
    }

    @Test
    void endsWithItsWatcherWhenItsFolderWasRemoved() throws Exception {
        start("web");
        FolderTree.remove(install);
        isAstray("web");
        supervisor.stop("web", PATIENCE);
        assertThat(processes()).isEmpty();
        assertThat(supervisor.services()).isEmpty();
    }

    @Test
    void endsWithItsWatcherWhenItsFolderWasMoved() throws Exception {
        start("web");
        Files.move(install, folder.resolve("opt.moved"));
        isAstray("web");
        supervisor.stop("web", PATIENCE);
        assertThat(processes()).isEmpty();
        assertThat(supervisor.services()).isEmpty();
    }

    @Test
    void endsWithoutItsWatcherWhenItsFolderWasMoved() throws Exception {
        start("web");
        killWatcher("web");
        Files.move(install, folder.resolve("opt.moved"));
        assertThat(status("web").state())
                .isEqualTo(new ServiceState.Unwatched(sleeps.pids().getFirst()));
        isAstray("web");
        supervisor.stop("web", PATIENCE);
        assertThat(processes()).isEmpty();
        assertThat(supervisor.services()).isEmpty();
    }

    @Test
    void endsAWatcherThatWasFrozen() throws Exception {
        start("web");
        signal("-STOP", new ProcessesOf(place("web").toString()).pids().getFirst());
        FolderTree.remove(install);
        supervisor.stop("web", Duration.ofMillis(200));
        assertThat(processes()).isEmpty();
    }

    /** What another user's process says of itself is no service, and leads to no process of this one. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "x %d:ghost", "a|b"})
    void believesNoProcessOfAnotherUser(String name) throws Exception {
        assumeTrue(
                ProcessHandle.current().info().user().equals(Optional.of("root")) && Files.exists(SETPRIV),
                "skipped: only root can be another user");
        var own = new ProcessBuilder("sleep", seconds).start();
        var theirs = Files.createTempDirectory("strays");
        Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rwxr-xr-x"));
        var script = Files.writeString(theirs.resolve("watch.sh"), "sleep 1000\n:\n");
        var builder = new ProcessBuilder(List.of(
                        SETPRIV.toString(),
                        "--reuid",
                        "65534",
                        "--regid",
                        "65534",
                        "--clear-groups",
                        "--",
                        "sh",
                        "./watch.sh",
                        place(name.formatted(own.pid())).toString()))
                .directory(theirs.toFile());
        builder.environment().put("VOLTA_SERVICE_FOLDER", place("y") + "/");
        builder.environment().put("VOLTA_WATCHER", "0123");
        var stranger = builder.start();
        try {
            await(() -> stranger.children().count() == 1);
            assertThat(supervisor.services()).isEmpty();
            for (var service : List.of("x", "y", "ghost")) {
                supervisor.stop(service, Duration.ofMillis(200));
            }
            assertThat(own.isAlive()).isTrue();
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.descendants().forEach(ProcessHandle::destroyForcibly);
            stranger.destroyForcibly().waitFor();
            own.destroyForcibly().waitFor();
            Files.delete(script);
            Files.delete(theirs);
        }
    }

    /** As what runs containers does with what it is given. */
    @Test
    void endsWhatWasMovedToAnotherCgroup() throws Exception {
        var node = CgroupsHere.VERSION_2.on(new LocalRemote(new NodeName("here")));
        var there = new PlainSupervisor(
                node,
                install.resolve("services").toString(),
                install.resolve("work").toString());
        there.start(new ServiceUnit("web", List.of("sh", "-c", "sleep " + seconds + " & exec sleep 60")));
        await(() -> sleeps.count() == 1);
        assumeTrue(Files.exists(place("web").resolve("cgroups")), "skipped: services have no cgroups here");
        var cgroup = Path.of(Files.readAllLines(place("web").resolve("cgroups")).getFirst());
        var other = cgroup.resolveSibling("volta-test-" + seconds).toString();
        var process = sleeps.pids().getFirst().toString();
        try {
            assertThat(node.run(Command.of("sh", "-c", "mkdir $0 && echo $1 >$0/cgroup.procs", other, process))
                            .ok())
                    .isTrue();
            there.stop("web", PATIENCE);
            assertThat(sleeps.pids()).isEmpty();
        } finally {
            there.stop("web", PATIENCE);
            for (var left : sleeps.pids()) {
                ProcessHandle.of(left).ifPresent(ProcessHandle::destroyForcibly);
            }
            await(() -> sleeps.count() == 0);
            assertThat(node.run(Command.of("rmdir", other)).ok()).isTrue();
        }
    }

    /** It is in the cgroup of its service, and in nothing else of it. */
    private PlainSupervisor escaping() throws Exception {
        var there = new PlainSupervisor(
                CgroupsHere.VERSION_2.on(new LocalRemote(new NodeName("here"))),
                install.resolve("services").toString(),
                install.resolve("work").toString());
        there.start(
                new ServiceUnit("web", List.of("sh", "-c", "(env -i setsid sleep " + seconds + " &); exec sleep 60")));
        await(() -> sleeps.count() == 1);
        assumeTrue(Files.exists(place("web").resolve("cgroups")), "skipped: services have no cgroups here");
        return there;
    }

    @Test
    void endsWithWhatIsInItsCgroupAlone() throws Exception {
        var there = escaping();
        FolderTree.remove(install);
        there.stop("web", PATIENCE);
        assertThat(processes()).isEmpty();
    }

    @Test
    void endsWithWhatIsInItsCgroupAloneThoughItsWatcherIsGone() throws Exception {
        var there = escaping();
        killWatcher("web");
        FolderTree.remove(install);
        there.stop("web", PATIENCE);
        assertThat(processes()).isEmpty();
    }

    @Test
    void leavesOtherServicesAlone() throws Exception {
        start("web");
        start("web-2");
        killWatcher("web");
        killWatcher("web-2");
        FolderTree.remove(install);
        supervisor.stop("web", PATIENCE);
        assertThat(supervisor.services().keySet()).containsExactly("web-2");
        assertThat(sleeps.count()).isEqualTo(1);
        supervisor.stop("web-2", PATIENCE);
        assertThat(processes()).isEmpty();
    }

    @Test
    void isFoundBesideServicesThatHaveTheirFolders() throws Exception {
        start("web");
        start("web-2");
        FolderTree.remove(place("web"));
        isAstray("web");
        assertThat(status("web-2").isRunning()).isTrue();
        supervisor.stop("web", PATIENCE);
        assertThat(supervisor.services().keySet()).containsExactly("web-2");
    }

    @Test
    void isStartedAgainAlone() throws Exception {
        start("web");
        FolderTree.remove(install);
        supervisor.stop("web", PATIENCE);
        start("web");
        assertThat(sleeps.count()).isEqualTo(1);
        assertThat(status("web").isRunning()).isTrue();
    }

    private static void signal(String signal, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
