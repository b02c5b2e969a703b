package dev.volta.cli.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What deploy-all does on a node whose process 1 is systemd. Each test goes on where the one before it has ended. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemdIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String UNIT = "volta-lab--a-n1-sleeper.service";

    private static final String SLEEPER = """
              sleeper:
                on: '*'
                command: [sleep, "100000"]
                limits: {memory: 64MiB, cpus: 0.5}
            """;
    private static final String PRINTER = """
              printer:
                on: '*'
                command: [sh, -c, 'printf "<%s>\\n" "$ODD" "$@"; exec sleep 100000', sh, '$HOME', '100%', "two\\nlines", 'C:\\x "q"']
                env: {ODD: "it's $$HOME, 50% of\\ttwo\\nlines \\\\ \\"q\\""}
            """;

    private static final String BUILT_IN = """
              controller: {on: '*', kind: controller}
              worker: {on: '*', kind: worker, instances: 2, limits: {memory: 256MiB}}
            """;

    @TempDir
    private static Path folder;

    private static SystemdContainer node;

    @BeforeAll
    static void boot() throws Exception {
        var missing = SystemdContainer.missing();
        assumeTrue(missing.isEmpty(), () -> "skipped: " + missing.orElseThrow());
        node = SystemdContainer.start(folder);
        describe(SLEEPER, PRINTER);
        var trusted = volta("trust", "--yes");
        assertThat(trusted.code()).as(trusted.err()).isZero();
    }

    @AfterAll
    static void end() throws Exception {
        if (node != null) {
            node.stop();
        }
    }

    @Test
    @Order(1)
    void startsServicesAsUnitsWithTheirLimits() throws Exception {
        var deployed = volta("deploy-all");
        assertThat(deployed.code()).as(deployed.err()).isZero();
        assertThat(deployed.out()).contains("services started: 2");
        assertThat(property("ActiveState")).isEqualTo("active");
        assertThat(property("UnitFileState")).isEqualTo("enabled");
        assertThat(property("MemoryMax")).isEqualTo("67108864");
        assertThat(property("CPUQuotaPerSecUSec")).isEqualTo("500ms");
        assertThat(property("NoNewPrivileges")).isEqualTo("yes");
        assertThat(node.ssh("cat /etc/tmpfiles.d/volta-lab--a-n1.conf").out())
                .contains("d \"/run/volta\" 0700 root root -");
    }

    @Test
    @Order(2)
    void givesArgumentsAndEnvironmentUntouched() throws Exception {
        var expected = """
                <it's $HOME, 50% of\ttwo
                lines \\ "q">
                <$HOME>
                <100%>
                <two
                lines>
                <C:\\x "q">
                """;
        await(
                "the log",
                () -> node.ssh("cat /var/log/volta/lab-a/printer.log").out().equals(expected));
    }

    @Test
    @Order(3)
    void changesNothingTheSecondTime() throws Exception {
        var pid = property("MainPID");
        var again = volta("deploy-all");
        assertThat(again.out()).as(again.err()).contains("nothing was changed");
        assertThat(property("MainPID")).isEqualTo(pid);
    }

    @Test
    @Order(4)
    void isStartedAgainWhenItIsKilled() throws Exception {
        for (var signal : List.of("KILL", "TERM")) {
            var pid = property("MainPID");
            node.ssh("kill -" + signal + " " + pid);
            await(
                    "the restart after " + signal,
                    () -> property("ActiveState").equals("active")
                            && !List.of(pid, "0").contains(property("MainPID")));
        }
        assertThat(property("NRestarts")).isEqualTo("2");
        assertThat(node.ssh("cat /var/log/volta/lab-a/sleeper.log").out())
                .contains("volta: ended: signal, killed KILL");
    }

    @Test
    @Order(5)
    void putsBackAUnitThatWasEdited() throws Exception {
        var file = "/etc/systemd/system/" + UNIT;
        var before = node.ssh("sha256sum " + file).out();
        node.ssh("sed -i s/67108864/99999999/ " + file + " && systemctl daemon-reload");
        var shown = volta("deploy-all", "--diff");
        assertThat(shown.out()).as(shown.err()).contains(file, "-MemoryMax=99999999", "+MemoryMax=67108864");
        var mended = volta("deploy-all");
        assertThat(mended.out()).as(mended.err()).contains("services restarted: 1");
        assertThat(node.ssh("sha256sum " + file).out()).isEqualTo(before);
        assertThat(property("MemoryMax")).isEqualTo("67108864");
    }

    @Test
    @Order(6)
    void startsAServiceWhoseUnitWasRemovedByHand() throws Exception {
        node.ssh("rm /etc/systemd/system/" + UNIT + "; systemctl daemon-reload");
        var mended = volta("deploy-all");
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(mended.out()).contains("services restarted: 1");
        assertThat(property("UnitFileState")).isEqualTo("enabled");
    }

    @Test
    @Order(7)
    void leavesTheUnitsOfOtherFleetsAlone() throws Exception {
        node.ssh(
                "cd /etc/systemd/system && sed -e /^EnvironmentFile=/d -e /^WorkingDirectory=/d -e s/sleeper/other/ "
                        + UNIT
                        + " >volta-lab--a--b-n1-sleeper.service && systemctl daemon-reload && systemctl start volta-lab--a--b-n1-sleeper");
        describe(SLEEPER);
        var deployed = volta("deploy-all");
        assertThat(deployed.out()).as(deployed.err()).contains("services removed: 1");
        assertThat(node.ssh("systemctl is-active volta-lab--a--b-n1-sleeper").out())
                .isEqualTo("active\n");
        assertThat(node.ssh("ls /etc/systemd/system | grep ^volta").out())
                .isEqualTo("volta-lab--a--b-n1-sleeper.service\n" + UNIT + "\n");
        assertThat(node.ssh("pgrep -f printf").out()).isEmpty();
    }

    @Test
    @Order(8)
    void runsAServiceInAFolderOfItsOwnWithItsVariablesOutOfSight() throws Exception {
        describe("""
                  keeper:
                    on: '*'
                    command: [sh, -c, 'pwd; ls -A; echo mine >run; (setsid sleep 77771 &); exec sleep 100001']
                    env: {URL: 'postgres://u:tiger@h'}
                """);
        var deployed = volta("deploy-all");
        assertThat(deployed.code()).as(deployed.err()).isZero();
        assertThat(node.ssh("cat /var/log/volta/lab-a/keeper.log").out()).isEqualTo("/opt/volta/lab-a/work/keeper\n");
        assertThat(node.ssh("stat -c '%a %U' /opt/volta/lab-a/work/keeper /opt/volta/lab-a/env/keeper")
                        .out())
                .isEqualTo("700 root\n600 root\n");
        assertThat(node.ssh("grep -rl tiger /etc /opt /run /var/log; systemctl show '*' | grep tiger")
                        .out())
                .isEqualTo("/opt/volta/lab-a/env/keeper\n");
        assertThat(node.ssh("tr '\\0' '\\n' </proc/$(pgrep -fx 'sleep 100001')/environ | grep ^URL=")
                        .out())
                .isEqualTo("URL=postgres://u:tiger@h\n");
        assertThat(volta("deploy-all").out()).contains("nothing was changed");

        var stopped = volta("stop", "keeper");
        assertThat(stopped.code()).as(stopped.err()).isZero();
        assertThat(node.ssh("pgrep -f 'sleep 77771'").out()).isEmpty();
    }

    @Test
    @Order(9)
    void believesNoStrangersPort() throws Exception {
        node.ssh("setsid perl -MIO::Socket::INET -e '$0 = q(stranger);"
                + " my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => q(127.0.0.1:7777)); sleep 1000'"
                + " </dev/null >/dev/null 2>&1 &");
        describe("""
                  liar: {on: '*', command: [sleep, '100000'], health: {tcp: 7777, timeout: 2s}}
                """);
        await("the stranger", () -> !node.ssh("pgrep stranger").out().isEmpty());
        for (var again = 0; again < 2; again++) {
            var deployed = volta("deploy-all");
            assertThat(deployed.code()).isEqualTo(78);
            assertThat(deployed.err())
                    .contains("port 7777 of liar is taken; see who listens there: ss -ltnp 'sport = 7777'")
                    .contains("nothing was touched");
        }
        assertThat(volta("status").code()).isEqualTo(1);

        describe("""
                  liar:
                    on: '*'
                    command: [perl, '-MIO::Socket::INET', '-e', 'my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1:7778"); sleep 100000']
                    health: {tcp: 7778, timeout: 30s}
                """);
        var mended = volta("deploy-all");
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(volta("status").code()).isZero();
    }

    @Test
    @Order(10)
    void tellsOfAServiceThatEndedByItselfAndEndsWhatItLeft() throws Exception {
        describe("""
                  once: {on: '*', command: [sh, -c, 'setsid sleep 77772 & until [ -e /tmp/end-once ]; do sleep 0.1; done; exit 0']}
                """);
        var deployed = volta("deploy-all");
        assertThat(deployed.code()).as(deployed.err()).isZero();
        node.ssh("touch /tmp/end-once");
        await("its end", () -> volta("status").out().contains("ended with status 0"));
        assertThat(volta("status").code()).isEqualTo(1);
        assertThat(node.ssh("pgrep -f 'sleep 77772'").out()).isEmpty();
        var again = volta("deploy-all");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).contains("once ended with status 0");
        assertThat(node.ssh("pgrep -f 'sleep 77772'").out()).isEmpty();
    }

    @Test
    @Order(11)
    void runsAnExperimentOnANodeThatHadNoJava() throws Exception {
        assertThat(node.ssh("ls /usr/lib/jvm; command -v java").out()).isEmpty();
        node.ssh("mkdir /data && for i in $(seq 20); do head -c 300000 /dev/urandom >/data/$i; done");
        describe(BUILT_IN);
        var deployed = volta("deploy-all");
        assertThat(deployed.code()).as(deployed.err()).isZero();
        assertThat(deployed.err()).contains("unpack volta-jre-25");
        assertThat(node.ssh("systemctl show --value --property=MemoryMax volta-lab--a-n1-worker-n1-1")
                        .out())
                .isEqualTo((128 << 20) + "\n");
        assertThat(volta("deploy-all").out()).contains("nothing was changed");

        var results = folder.resolve("results");
        var ran = volta("run-experiment", "--mode=distributed", "-q", "--out", "" + results, "--input", "n1:/data");
        assertThat(ran.code()).as(ran.err()).isZero();
        var manifest = Ran.bash(results, "LC_ALL=C sort */manifest.sha256");
        assertThat(manifest.out())
                .isEqualTo(node.ssh("sha256sum /data/* | LC_ALL=C sort").out());

        var stopped = volta("stop-all");
        assertThat(stopped.code()).as(stopped.err()).isZero();
        assertThat(node.ssh("pgrep -a java").out()).isEmpty();
    }

    private static void describe(String... services) throws IOException {
        Files.writeString(folder.resolve("volta.yaml"), """
                fleet: {name: lab-a}
                nodes:
                  - {name: n1, address: 127.0.0.1, port: %d, user: root}
                services:
                """.formatted(node.port()) + String.join("", services));
    }

    private static Ran volta(String command, String... arguments) {
        var all = new ArrayList<>(List.of(
                command,
                "-f",
                folder.resolve("volta.yaml").toString(),
                "--ssh-config",
                folder.resolve("no-ssh-config").toString(),
                "--identity",
                node.key().toString()));
        all.addAll(List.of(arguments));
        return Ran.volta(all.toArray(String[]::new));
    }

    private static String property(String name) throws IOException, InterruptedException {
        return node.ssh("systemctl show --value --property=" + name + " " + UNIT)
                .out()
                .strip();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }
}
