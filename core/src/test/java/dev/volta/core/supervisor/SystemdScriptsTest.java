package dev.volta.core.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is done with a unit of systemd on its node. */
@Timeout(120)
class SystemdScriptsTest {
    private static final String UNIT = "volta-lab-here-web.service";

    @TempDir
    private Path folder;

    private SystemdNode node;

    @BeforeEach
    void onThisMachine() throws Exception {
        node = new SystemdNode(folder);
    }

    @Test
    void filesOfAUnitAreOnTheDiskBeforeTheyHaveTheirNames() throws Exception {
        node.has("sync", """
                for file; do
                    [ -e "${file%.new}" ] || [ ! -s "$file" ] || echo "${file##*/}" >>"$0.seen"
                done
                """);
        var unit = folder.resolve("units/" + UNIT);
        var variables = folder.resolve("env/web");
        var places = folder.resolve("tmpfiles/lab.conf");
        Files.createDirectory(unit.getParent());
        Files.createDirectory(places.getParent());
        Script.of(SystemdSupervisor.class, "systemd-start.sh")
                .including(SystemdSupervisor.class, "systemd.sh")
                .including(SystemdSupervisor.class, "files.sh")
                .withContent("definition='[Unit]'\nvariables=A=1\n")
                .with(UNIT, unit.toString(), variables.toString(), places.toString(), folder + "/run", folder + "/run")
                .withLimit(Duration.ofSeconds(60))
                .run(node)
                .require();
        assertThat(folder.resolve("programs/sync.seen")).hasContent("lab.conf.new\nweb.new\n" + UNIT + ".new\n");
        assertThat(unit).hasContent("[Unit]");
        assertThat(variables).hasContent("A=1");
        assertThat(Files.getPosixFilePermissions(variables)).hasSize(2);
        assertThat(places).content().startsWith("d " + folder + "/run 0700 ");
    }

    @Test
    void endsWhatIsLeftInCgroupsBelowThatOfAUnit() throws Exception {
        var left = new ProcessBuilder("sleep", "100").start();
        try {
            node.hasCgroup("system.slice/" + UNIT);
            node.hasCgroup("system.slice/" + UNIT + "/below", left.pid());
            // As files are, this cgroup keeps a process that has ended.
            assertThatThrownBy(() -> supervisor().stop("web", Duration.ofSeconds(5)))
                    .hasMessageContaining(UNIT + " does not end: processes " + left.pid() + " are left");
            assertThat(left.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            left.destroyForcibly();
        }
    }

    @Test
    void waitsForTheEndOfAUnitWhileTheClockIsSet() throws Exception {
        node.has("date", "echo x >>\"$0.asked\"; echo $(($(wc -l <\"$0.asked\") * 10000))\n");
        node.has("systemctl", """
                case $1 in
                show) [ -e "$0.stopped" ] && echo ActiveState=inactive || echo ActiveState=deactivating ;;
                stop) (sleep 1; : >"$0.stopped") >/dev/null 2>&1 & ;;
                kill) : >"$0.killed" ;;
                esac
                """);
        supervisor().stop("web", Duration.ofSeconds(60));
        assertThat(folder.resolve("programs/systemctl.killed")).doesNotExist();
    }

    private SystemdSupervisor supervisor() {
        var at = folder.toString();
        return new SystemdSupervisor(node, "lab", new SystemdFolders(at, at, at, at));
    }
}
