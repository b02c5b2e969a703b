package dev.volta.cli.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.cli.Ran;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator who is not root can do about what another user has left in place of the lock. */
@Timeout(300)
class ForeignLockIT {
    private static final Path LAUNCHER = Path.of("../volta").toAbsolutePath().normalize();
    /** Users without a name. */
    private static final int OPERATOR = 54_323;

    private static final int OTHER = 54_324;

    private final String fleet = "lab" + ThreadLocalRandom.current().nextLong(1L << 30, 1L << 40);
    private final Path claim = Path.of("/tmp/volta-lock." + fleet + ".one.held");

    private Path folder;

    @BeforeEach
    void describeAFleet() throws Exception {
        folder = Files.createTempDirectory("volta-foreign-");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(
                folder.resolve("volta.yaml"), "fleet: {name: " + fleet + "}\nnodes: [{name: here, address: local}]\n");
        assumeTrue(Ran.bash(folder, "[ $(id -u) = 0 ]").code() == 0, "skipped: only root can be other users");
        assumeTrue(
                as(
                                        OPERATOR,
                                        "test -x " + LAUNCHER + " && test -r "
                                                + LAUNCHER.resolveSibling("cli/target/dist/volta.jar"))
                                .code()
                        == 0,
                "skipped: other users cannot enter this checkout");
        Ran.bash(folder, "chown -R " + OPERATOR + " . && chmod 700 .");
    }

    @AfterEach
    void leaveNothing() throws Exception {
        Ran.bash(Path.of("/"), "rm -rf " + folder + " " + claim);
    }

    private Ran as(int uid, String script) throws Exception {
        return Ran.bash(
                folder,
                "exec env -u XDG_RUNTIME_DIR -u TMPDIR HOME=%s setpriv --reuid %d --regid %d --clear-groups sh -c '%s'"
                        .formatted(folder, uid, uid, script));
    }

    private Ran volta(String command) throws Exception {
        return as(OPERATOR, LAUNCHER + " " + command);
    }

    /** A claim of the other user, renewed so many seconds ago. */
    private void claimed(String age) throws Exception {
        var made = as(
                OTHER,
                "cd /tmp && read -r up _ </proc/uptime && read -r boot </proc/sys/kernel/random/boot_id && "
                        + "printf \"volta-lock 1\\n%12d\\n%s\\n120\\n1\\nann\\ndesk\\n42\\nvolta deploy-all\\nend\\n\" "
                        + "$((${up%.*} - " + age + ")) $boot >" + claim);
        assertThat(made.code()).as(made.err()).isZero();
    }

    @Test
    void doesNotCallRemovedWhatStays() throws Exception {
        assertThat(volta("lock release").out()).isEqualTo("here: was free\n");
        claimed("0");
        refused("volta: here: still held by ann@desk (process 42, 'volta deploy-all', logged in as ", "take it away");
        claimed("125");
        refused("volta: here: expired, of ann@desk (process 42, 'volta deploy-all', logged in as ", "remove it");
        assertThat(volta("lock show").out()).startsWith("here: expired, of ann@desk");
        assertThat(as(OTHER, ": >" + claim).code()).isZero();
        refused("volta: here: still damaged, a claim of ", "remove its file");
        var root = Ran.bash(folder, "HOME=" + folder + " VOLTA_HOME=" + folder + "/root " + LAUNCHER + " lock release");
        assertThat(root.out()).as(root.err()).isEqualTo("here: removed; it was damaged\n");
        assertThat(claim).doesNotExist();
    }

    private void refused(String beginning, String what) throws Exception {
        var ran = volta("lock release");
        assertThat(ran.code()).as(ran.out()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).startsWith(beginning).matches("(?s).*; only \\S+ and root can " + what + " there\n");
        assertThat(claim).exists();
    }
}
