package dev.volta.core.supervisor;

import static dev.volta.core.supervisor.Condition.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.config.ByteSize;
import dev.volta.core.config.Limits;
import dev.volta.core.config.NodeName;
import dev.volta.core.facts.Fact;
import dev.volta.core.remote.local.LocalRemote;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Limits by cgroups of this machine, where it has them. */
@Timeout(120)
class PlainLimitsTest {
    private static final String SERVICE = "limited";
    private static final Limits MEMORY = new Limits(Optional.of(ByteSize.parse("32MiB")), Optional.empty());
    private static final Limits BOTH =
            new Limits(Optional.of(ByteSize.parse("32MiB")), Optional.of(new BigDecimal("0.5")));

    @TempDir
    private Path folder;

    private PlainSupervisor supervisor;

    @BeforeEach
    void onThisMachine() throws InterruptedException {
        var here = new LocalRemote(new NodeName("here"));
        supervisor = new PlainSupervisor(
                here,
                folder.resolve("services").toString(),
                folder.resolve("work").toString());
        var enforcement = Enforcement.ask(here);
        assumeTrue(
                enforcement.of(BOTH).equals(BOTH),
                "skipped: memory " + enforcement.memory() + ", processors " + enforcement.cpus());
    }

    @AfterEach
    void leaveNothing() throws InterruptedException {
        supervisor.stop(SERVICE, Duration.ofMillis(200));
    }

    @Test
    void holdsAServiceAndItsChildrenInItsCgroupsUntilItEnds() throws Exception {
        supervisor.start(unit(BOTH, "sleep 100 & exec sleep 100"));
        var cgroups =
                Files.readAllLines(folder.resolve("services").resolve(SERVICE).resolve("cgroups"));
        assertThat(cgroups).isNotEmpty();
        for (var cgroup : cgroups) {
            await(() -> Files.readAllLines(Path.of(cgroup, "cgroup.procs")).size() == 2);
        }
        assertThat(limit(cgroups, "memory.max", "memory.limit_in_bytes")).isEqualTo("33554432");
        assertThat(limit(cgroups, "cpu.max", "cpu.cfs_quota_us")).startsWith("50000");
        assertThat(Objects.requireNonNull(supervisor.services().get(SERVICE)).memoryBytes())
                .isInstanceOf(Fact.Known.class);
        supervisor.stop(SERVICE, Duration.ofSeconds(5));
        assertThat(cgroups).allSatisfy(cgroup -> assertThat(Path.of(cgroup)).doesNotExist());
    }

    @Test
    void saysThatTheKernelKilledItForItsMemory() throws Exception {
        supervisor.start(unit(MEMORY, "sleep 0.2; exec tail /dev/zero"));
        await(() -> ServiceLogs.tail(supervisor, SERVICE, 50).contains("out of memory"));
        await(() -> status().trouble().orElse("").startsWith("out of memory"));
        supervisor.stop(SERVICE, Duration.ofSeconds(5));
        assertThat(status().trouble().orElse("")).startsWith("out of memory");
    }

    @Test
    void removesTheCgroupsOfAServiceWhoseWatcherWasKilled() throws Exception {
        supervisor.start(unit(BOTH, "exec sleep 100"));
        var cgroups =
                Files.readAllLines(folder.resolve("services").resolve(SERVICE).resolve("cgroups"));
        var watcher = Files.readString(
                        folder.resolve("services").resolve(SERVICE).resolve("watcher"))
                .split(" ", -1)[0];
        ProcessHandle.of(Long.parseLong(watcher)).orElseThrow().destroyForcibly();
        await(() -> !status().isRunning());
        supervisor.stop(SERVICE, Duration.ofSeconds(5));
        assertThat(cgroups).allSatisfy(cgroup -> assertThat(Path.of(cgroup)).doesNotExist());
    }

    @Test
    void definesAnotherServiceByOtherLimits() {
        var unit = unit(MEMORY, "true");
        assertThat(supervisor.format().definition(unit))
                .isNotEqualTo(supervisor.format().definition(unit.withLimits(BOTH)))
                .isNotEqualTo(supervisor.format().definition(unit.withLimits(Limits.NONE)));
    }

    private static ServiceUnit unit(Limits limits, String line) {
        return new ServiceUnit(SERVICE, List.of("sh", "-c", line)).withLimits(limits);
    }

    private ServiceStatus status() throws InterruptedException {
        return Objects.requireNonNull(supervisor.services().get(SERVICE));
    }

    private static String limit(List<String> cgroups, String second, String first) throws Exception {
        for (var cgroup : cgroups) {
            for (var name : List.of(second, first)) {
                if (Files.exists(Path.of(cgroup, name))) {
                    return Files.readString(Path.of(cgroup, name)).strip();
                }
            }
        }
        return "";
    }
}
