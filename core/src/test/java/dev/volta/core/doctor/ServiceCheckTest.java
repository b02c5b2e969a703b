package dev.volta.core.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.volta.core.config.NodeName;
import dev.volta.core.deploy.Difference;
import dev.volta.core.facts.Fact;
import dev.volta.core.remote.Script;
import dev.volta.core.remote.local.LocalRemote;
import dev.volta.core.supervisor.HealthVerdict;
import dev.volta.core.supervisor.PlainSupervisor;
import dev.volta.core.supervisor.ServiceState;
import dev.volta.core.supervisor.ServiceStatus;
import dev.volta.core.supervisor.ServiceUnit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code volta doctor} says of services. */
@Timeout(60)
class ServiceCheckTest {
    private static final NodeName NODE = new NodeName("n1");
    private static final Optional<String> ALL_RIGHT = Optional.empty();

    private static ServiceStatus status(ServiceState state, Optional<String> trouble, String... damaged) {
        return new ServiceStatus(
                "web",
                state,
                "",
                Fact.known(Duration.ofSeconds(12)),
                Fact.known(1L),
                trouble,
                Optional.of(Duration.ofSeconds(30)),
                List.of(damaged));
    }

    private static CheckResult check(ServiceReport.Match match, ServiceStatus status) {
        var difference =
                match == ServiceReport.Match.OUTDATED ? Optional.of(Difference.SETTINGS) : Optional.<Difference>empty();
        return ServiceCheck.of(
                new ServiceReport(NODE, "web", match, Optional.of(status), difference, new HealthVerdict.Unchecked()));
    }

    @Test
    void saysThatAFolderIsGoneThoughNothingThereIsAsDescribed() {
        var status = status(new ServiceState.Unwatched(12), Optional.of("its folder is gone"));
        assertThat(check(ServiceReport.Match.OUTDATED, status))
                .isEqualTo(CheckResult.fault(
                        NODE,
                        "service web",
                        "unwatched, its folder is gone, and process 12 of it runs on",
                        "'volta deploy-all' ends what runs of it and starts it again"));
    }

    @Test
    void saysThatItDoesNotRunBeforeThatItIsOutdated() {
        var stopped =
                check(ServiceReport.Match.OUTDATED, status(new ServiceState.Stopped(OptionalInt.of(3)), ALL_RIGHT));
        assertThat(stopped.result()).isEqualTo(CheckResult.Result.FAULT);
        assertThat(stopped.evidence()).isEqualTo("ended with status 3, its settings changed");
        var frozen = check(ServiceReport.Match.OUTDATED, status(new ServiceState.Frozen(12), ALL_RIGHT));
        assertThat(frozen.result()).isEqualTo(CheckResult.Result.FAULT);
        assertThat(frozen.evidence()).isEqualTo("stopped by a signal (process 12)");
        assertThat(frozen.advice()).startsWith("'kill -CONT 12' on the node lets it go on");
    }

    @Test
    void aServiceThatFailsAgainAndAgainIsAFaultWhetherItIsUpOrNot() {
        for (var pid : List.of(0L, 12L)) {
            for (var match : List.of(ServiceReport.Match.CURRENT, ServiceReport.Match.OUTDATED)) {
                var found = check(match, status(new ServiceState.Running(pid, 7), ALL_RIGHT));
                assertThat(found.result()).isEqualTo(CheckResult.Result.FAULT);
                assertThat(found.evidence()).endsWith(", and fails again and again: restarted 7 times");
            }
        }
    }

    @Test
    void namesADamagedFile() {
        var running = new ServiceState.Running(12, 0);
        var found = check(ServiceReport.Match.CURRENT, status(running, ALL_RIGHT, "/s/web/child", "/s/web/mark"));
        assertThat(found.result()).isEqualTo(CheckResult.Result.WARNING);
        assertThat(found.evidence()).isEqualTo("running, its files /s/web/child, /s/web/mark are damaged");
    }

    @Test
    void otherServicesAreFoundByTheirWatchersWhateverTheirFoldersAreCalled(@TempDir Path folder) throws Exception {
        var here = new LocalRemote(NODE);
        var services = folder.resolve("a \\b").toString();
        var supervisor =
                new PlainSupervisor(here, services, folder.resolve("work").toString());
        supervisor.start(new ServiceUnit("web", List.of("sleep", "60")));
        try {
            var others = Script.of(NodeDoctor.class, "others.sh")
                    .including(PlainSupervisor.class, "watchers.sh")
                    .withLimit(Duration.ofSeconds(20))
                    .run(here)
                    .require()
                    .out();
            assertThat(others.lines()).contains(services + "/web");
        } finally {
            supervisor.stop("web", Duration.ofSeconds(5));
        }
        assertThat(supervisor.services().values()).allMatch(status -> status.state() instanceof ServiceState.Stopped);
    }
}
