package dev.volta.cli.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.volta.cli.Ran;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What goes wrong between here and the nodes, on four real sshd. */
@Timeout(300)
class FleetFaultsIT extends OnTestFleet {
    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void warnsOfPinsThatCannotBeReadOncePerCommand() throws Exception {
        var pins = Files.writeString(
                folder.resolve("torn"),
                "n1 ssh-ed25519\n" + Files.readString(folder.resolve(".volta/known_hosts"))
                        + "@cert-authority * x y\n");
        var warnings = fleet.volta("exec", "--known-hosts", pins.toString(), "true")
                .err()
                .lines()
                .toList();
        assertThat(warnings).hasSize(2);
        assertThat(warnings.getFirst()).startsWith("volta: warning: " + pins + ":1: expected host names");
        assertThat(warnings.getLast())
                .startsWith("volta: warning: " + pins + ":")
                .contains("@cert-authority");
        assertThat(fleet.volta("trust", "--known-hosts", pins.toString(), "n1")
                        .err()
                        .lines())
                .containsExactlyElementsOf(warnings);
    }

    @Test
    void writesDownWhichKeysBecameTrusted() throws Exception {
        var log = folder.resolve(".volta/audit.jsonl");
        var pins = folder.resolve("audited").toString();
        var old = OpenSshd.makeKey(folder.resolve("former"), "");
        Files.writeString(
                folder.resolve("audited"),
                "[127.0.0.1]:" + fleet.port(1) + " " + Files.readString(Path.of(old + ".pub")));
        var before = Files.readAllLines(log).size();
        assertThat(fleet.volta("trust", "--known-hosts", pins, "--replace", "--yes", "n[1-2]")
                        .code())
                .isZero();
        var lines = Files.readAllLines(log).subList(before, before + 3);
        assertThat(lines.getFirst()).contains("\"action\":\"begin\"");
        var first = new ObjectMapper().readTree(lines.get(1));
        assertThat(first.get("action").asText()).isEqualTo("trust");
        assertThat(first.get("user").asText()).isEqualTo(System.getProperty("user.name"));
        assertThat(first.get("node").asText()).isEqualTo("n1");
        assertThat(first.get("status").asText()).isEqualTo("replaced");
        assertThat(first.get("pinned").toString()).contains(fleet.server(1).fingerprint());
        assertThat(first.get("replaced")).hasSize(1);
        assertThat(first.get("replaced").get(0).asText())
                .startsWith("SHA256:")
                .isNotEqualTo(fleet.server(1).fingerprint());
        var second = new ObjectMapper().readTree(lines.get(2));
        assertThat(second.get("node").asText()).isEqualTo("n2");
        assertThat(second.get("status").asText()).isEqualTo("added");
        assertThat(second.get("replaced")).isEmpty();
    }

    @Test
    void refusesAnUnknownKeyAndLeadsToTrust() throws Exception {
        var missing = fleet.volta("exec", "--known-hosts", file("none"), "-l", "n1", "true");
        assertThat(missing.code()).isEqualTo(78);
        assertThat(missing.err()).contains("there is no file " + file("none"), "volta trust --known-hosts");
        Files.createFile(folder.resolve("empty"));
        var unknown = fleet.volta("exec", "--known-hosts", file("empty"), "-l", "n1", "true");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err())
                .startsWith("volta: n1: unreachable: ")
                .contains(fleet.server(1).fingerprint(), "is not known", "run 'volta trust n1'");
        var unasked = Ran.bash(folder, fleet.program("", "volta.yaml", "trust", "--known-hosts", file("none"), "n1"));
        assertThat(unasked.code()).isEqualTo(1);
        assertThat(unasked.out()).contains("n1 (127.0.0.1:", fleet.server(1).fingerprint() + " (ssh-ed25519)");
        assertThat(unasked.err()).contains("there is no terminal to ask on");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void pinsTheKeyWithTheRightFingerprintOnly() throws Exception {
        var right = fleet.server(2).fingerprint();
        var wrong = fleet.server(1).fingerprint();
        var refused = fleet.volta("trust", "--known-hosts", file("byprint"), "--fingerprint", wrong, "n2");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("volta: n2: none of its keys has the fingerprint " + wrong + "\n");
        var agreed = fleet.volta("trust", "--known-hosts", file("byprint"), "--fingerprint", right, "n2");
        assertThat(agreed.code()).isZero();
        assertThat(agreed.out()).endsWith("n2: pinned in " + file("byprint") + "\n");
        assertThat(fleet.volta("exec", "--known-hosts", file("byprint"), "-l", "n2", "true")
                        .code())
                .isZero();
        assertThat(fleet.volta("trust", "--known-hosts", file("byprint"), "n2").out())
                .isEqualTo("n2: trusted already\n");
    }

    @Test
    void asksOnTheTerminal() throws Exception {
        var line = fleet.program("", "volta.yaml", "trust", "--known-hosts", file("asked"), "n3")
                .replace("setsid -w ", "");
        var script = Files.writeString(folder.resolve("ask.sh"), line + " > asked.out\n");
        var no = Ran.bash(folder, "(sleep 4; echo n) | script -qec 'sh " + script + "' /dev/null");
        assertThat(no.out()).contains("Trust n3? [y/N]", "not confirmed");
        assertThat(folder.resolve("asked")).doesNotExist();
        var yes = Ran.bash(folder, "(sleep 4; echo y) | script -qec 'sh " + script + "' /dev/null");
        assertThat(yes.out()).contains("Trust n3? [y/N]");
        assertThat(folder.resolve("asked.out")).content().contains("n3: pinned in ");
    }

    @Test
    void refusesAChangedKeyUntilItIsReplaced() throws Exception {
        var pins = Files.writeString(
                folder.resolve("changed"),
                "[127.0.0.1]:" + fleet.port(1) + " "
                        + Files.readString(fleet.server(2).folder().resolve("host_key.pub")));
        var old = fleet.server(2).fingerprint();
        var fresh = fleet.server(1).fingerprint();
        var refused = fleet.volta("exec", "--known-hosts", pins.toString(), "-l", "n1", "true");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("HAS CHANGED", old, fresh, pins + ":1", "'volta trust --replace n1'");
        var shown = fleet.volta("trust", "--known-hosts", pins.toString(), "--yes", "n1");
        assertThat(shown.code()).isEqualTo(1);
        assertThat(shown.out()).contains("HAS OTHER KEYS", "pinned    " + old, "presented " + fresh);
        assertThat(shown.err()).contains("'volta trust --replace n1'");
        assertThat(fleet.volta("trust", "--known-hosts", pins.toString(), "--replace", "--yes", "n1")
                        .code())
                .isZero();
        assertThat(fleet.volta("exec", "--known-hosts", pins.toString(), "-l", "n1", "true")
                        .code())
                .isZero();
    }

    @Test
    void tellsNodesThatCannotBeReachedFromThoseThatCan() throws Exception {
        try (var mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            fleet.describe(
                    "some.yaml",
                    List.of(
                            fleet.line("good", "127.0.0.1", fleet.port(1)),
                            fleet.line("dead", "127.0.0.1", OpenSshd.freePort()),
                            fleet.line("mute", "127.0.0.1", mute.getLocalPort()),
                            fleet.line("nowhere", "no-such-host.invalid", 22),
                            fleet.line("stranger", "127.0.0.1", fleet.port(2), "user: nobody-at-all")));
            var ran = fleet.on("some.yaml", "exec", "-g", "--connect-timeout", "2s", "echo", "here");
            assertThat(ran.out()).isEqualTo("---------------\ngood\n---------------\nhere\n");
            assertThat(ran.err())
                    .containsPattern("volta: dead: unreachable: .*refused.*is sshd running there")
                    .containsPattern("volta: mute: unreachable: .*accepts connections and says nothing")
                    .containsPattern("volta: nowhere: unreachable: .*'no-such-host.invalid' is not known")
                    .containsPattern(
                            "volta: stranger: unreachable: .*'nobody-at-all' was refused; keys offered: " + fleet.key())
                    .endsWith("volta: 1 of 5 nodes done, not dead,mute,nowhere,stranger\n");
            assertThat(ran.code()).isEqualTo(1);
        }
    }

    @Test
    void goesThroughJumpHosts() throws Exception {
        var config = Files.writeString(folder.resolve("jump_config"), """
                Host 127.0.0.2
                    ProxyJump 127.0.0.1:%d
                Host 127.0.0.3
                    ProxyJump 127.0.0.3
                """.formatted(fleet.port(1)));
        fleet.describe(
                "jump.yaml",
                List.of(
                        fleet.line("behind", "127.0.0.2", fleet.port(2)),
                        fleet.line("circle", "127.0.0.3", fleet.port(3))));
        var trusted = fleet.on("jump.yaml", "trust", "--ssh-config", config.toString(), "--yes", "behind");
        assertThat(trusted.code()).as(trusted.err()).isZero();
        var ran = fleet.on("jump.yaml", "exec", "--ssh-config", config.toString(), "echo $SSH_CONNECTION");
        assertThat(ran.out()).startsWith("behind: 127.0.0.1 ");
        assertThat(ran.err()).contains("volta: circle: unreachable: ", "leads back to itself");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void saysWhatToDoAboutAnEncryptedKey() throws Exception {
        var locked = OpenSshd.makeKey(folder.resolve("locked"), "open sesame");
        var line = fleet.program("", "volta.yaml", "exec", "--identity", locked.toString(), "-l", "n1", "true");
        var ran = Ran.bash(folder, "unset SSH_AUTH_SOCK; " + line);
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .contains(locked + " is encrypted and there is no passphrase: run 'ssh-add " + locked + "'");
    }

    @Test
    void asksForThePassphraseOfAnEncryptedKey() throws Exception {
        var locked = OpenSshd.makeKey(folder.resolve("asking"), "open sesame");
        try (var sshd = OpenSshd.start(folder.resolve("sshd-locked"), locked)) {
            fleet.describe(
                    "locked.yaml",
                    List.of(fleet.line("a", "127.0.0.1", sshd.port()), fleet.line("b", "127.0.0.2", sshd.port())));
            assertThat(fleet.on("locked.yaml", "trust", "--yes").code()).isZero();
            var line = fleet.program("", "locked.yaml", "exec", "--identity", locked.toString(), "echo", "in")
                    .replace("setsid -w ", "");
            var script = Files.writeString(folder.resolve("pass.sh"), "unset SSH_AUTH_SOCK; " + line + " > pass.out\n");
            var ran = Ran.bash(folder, "(sleep 5; echo open sesame) | script -qec 'sh " + script + "' /dev/null");
            assertThat(ran.out()).containsOnlyOnce("Passphrase for " + locked).doesNotContain("open sesame\r");
            assertThat(Files.readAllLines(folder.resolve("pass.out"))).containsExactlyInAnyOrder("a: in", "b: in");
        }
    }

    @Test
    void getsPastRefusalsOfMaxStartups() throws Exception {
        try (var sshd = OpenSshd.start(folder.resolve("sshd-busy"), fleet.key(), "MaxStartups 2:60:3")) {
            var nodes = new ArrayList<String>();
            for (var i = 1; i <= OpenSshd.ADDRESSES; i++) {
                nodes.add(fleet.line("b" + i, "127.0.0." + i, sshd.port()));
            }
            fleet.describe("busy.yaml", nodes);
            var trusted = fleet.on("busy.yaml", "trust", "--yes");
            assertThat(trusted.code()).as(trusted.err()).isZero();
            var ran = fleet.on("busy.yaml", "exec", "-g", "echo", "in");
            assertThat(ran.out()).as(ran.err()).isEqualTo("---------------\nb[1-5] (5)\n---------------\nin\n");
            assertThat(ran.code()).isZero();
        }
    }

    /** A node where nobody is root and {@code sudo}, if there is any, is a script. */
    private static OpenSshd nodeWithSudo(String name, String sudo) throws Exception {
        var programs = Files.createDirectories(folder.resolve("bin-" + name));
        for (var program : List.of("sh", "bash", "env", "true", "cat", "grep", "sleep")) {
            executable(programs.resolve(program), "#!/bin/sh\nexec /bin/" + program + " \"$@\"\n");
        }
        executable(programs.resolve("id"), "#!/bin/sh\necho 1000\n");
        if (!sudo.isEmpty()) {
            executable(programs.resolve("sudo"), sudo);
        }
        return OpenSshd.start(
                folder.resolve("sshd-" + name), fleet.key(), "SetEnv HOME=" + programs + " PATH=" + programs);
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Behaves as sudo(8) does where the user needs the password "tiger". */
    private static final String ASKING = """
            #!/bin/sh
            [ "$1" != -n ] || { echo 'sudo: a password is required' >&2; exit 1; }
            [ "$1 $2 $3 $4" = '-S -p  --' ] || { echo "sudo: unexpected $*" >&2; exit 9; }
            shift 4
            IFS= read -r password
            [ "$password" = tiger ] || { echo 'Sorry, try again.' >&2; echo 'sudo: no password was provided' >&2; exit 1; }
            AS_ROOT=yes exec "$@"
            """;

    @Test
    void saysWhenThereIsNoSudo() throws Exception {
        try (var none = nodeWithSudo("none", "");
                var free = nodeWithSudo(
                        "free", "#!/bin/sh\n[ \"$1 $2\" = '-n true' ] && exit 0\nshift 2\nAS_ROOT=yes exec \"$@\"\n")) {
            fleet.describe(
                    "sudo.yaml",
                    List.of(
                            fleet.line("none", "127.0.0.1", none.port()),
                            fleet.line("free", "127.0.0.1", free.port()),
                            fleet.line("root", "127.0.0.1", fleet.port(1))));
            assertThat(fleet.on("sudo.yaml", "trust", "--yes").code()).isZero();
            var ran = fleet.on("sudo.yaml", "exec", "--sudo", "echo \"as root: $AS_ROOT\"");
            assertThat(ran.out().lines().sorted()).containsExactly("free: as root: yes", "root: as root: ");
            assertThat(ran.err())
                    .isEqualTo("volta: none: failed: sudo is not installed there, and the user is not root; log in as"
                            + " root\nvolta: 2 of 3 nodes done, not none\n");
            assertThat(ran.code()).isEqualTo(1);
        }
    }

    @Test
    void givesSudoThePasswordUnseen() throws Exception {
        try (var first = nodeWithSudo("first", ASKING);
                var second = nodeWithSudo("second", ASKING)) {
            fleet.describe(
                    "asking.yaml",
                    List.of(
                            fleet.line("first", "127.0.0.1", first.port()),
                            fleet.line("second", "127.0.0.1", second.port())));
            assertThat(fleet.on("asking.yaml", "trust", "--yes").code()).isZero();
            var exec = fleet.program("", "asking.yaml", "exec", "--sudo", "echo \"as root: $AS_ROOT\"; cat");
            var unasked = Ran.bash(folder, exec);
            assertThat(unasked.err())
                    .contains("sudo says 'a password is required', and there is no terminal to ask for a password on");
            var script = Files.writeString(folder.resolve("sudo.sh"), exec.replace("setsid -w ", "") + " > sudo.out\n");
            var right = Ran.bash(folder, "(sleep 6; echo tiger) | script -qec 'sh " + script + "' /dev/null");
            assertThat(right.out()).containsOnlyOnce("[sudo] password for the nodes: ");
            assertThat(Files.readAllLines(folder.resolve("sudo.out")))
                    .as(right.out())
                    .containsExactlyInAnyOrder("first: as root: yes", "second: as root: yes");
            var wrong = Ran.bash(folder, "(sleep 6; echo lion) | script -qec 'sh " + script + "' /dev/null");
            assertThat(wrong.out()).contains("volta: first: failed: sudo refuses: the password is wrong");
            assertThat(Files.readString(folder.resolve(".volta/audit.jsonl")))
                    .contains("\"sudo\",\"-S\"")
                    .doesNotContain("tiger")
                    .doesNotContain("lion");
        }
    }

    @Test
    void memoryDoesNotGrowWithTheOutput() throws Exception {
        var gigabyte = 1L << 30;
        var command = "head -c " + gigabyte + " /dev/zero | tr '\\000' x";
        var live = Ran.bash(
                folder, fleet.program("-Xmx64m", "volta.yaml", "exec", "-l", "n1", command) + " | tr -d '\\n' | wc -c");
        assertThat(live.err()).isEmpty();
        // One line of a gigabyte comes in pieces, each behind the node's name.
        var pieces = gigabyte / (64 << 10);
        assertThat(Long.parseLong(live.out().strip()))
                .isEqualTo(gigabyte + "n1: ".length() + (pieces - 1) * "n1+: ".length());
        var gathered = Ran.bash(
                folder,
                fleet.program("-Xmx64m", "volta.yaml", "exec", "-g", "head -c 60000000 /dev/zero") + " | wc -c");
        assertThat(gathered.err()).isEmpty();
        assertThat(Long.parseLong(gathered.out().strip())).isBetween(16L << 20, (16L << 20) + 200);
    }

    @Test
    void anInterruptDoesNotWaitForANodeThatSaysNothing() throws Exception {
        try (var mute = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            fleet.describe("mute.yaml", List.of(fleet.line("mute", "127.0.0.1", mute.getLocalPort())));
            var process = new ProcessBuilder(
                            "bash", "-c", interruptible(fleet.program("", "mute.yaml", "exec", "true")))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("mute.out").toFile())
                    .start();
            mute.setSoTimeout(60_000);
            try (var _ = mute.accept()) {
                assertThat(Ran.bash(folder, "kill -INT " + process.pid()).code())
                        .isZero();
                assertThat(process.waitFor(8, TimeUnit.SECONDS)).isTrue(); // its greeting may take 15 s
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.exitValue()).isEqualTo(130);
        }
    }

    /** A shell in the background ignores SIGINT, and so would all that it starts. */
    private static String interruptible(String program) {
        return program.replace("setsid -w ", "exec env --default-signal=INT ");
    }

    @Test
    void anInterruptEndsEverythingAndTellsTheStateOfEachNode() throws Exception {
        var sleep = "sleep 2718";
        var line = interruptible(fleet.program(
                "",
                "volta.yaml",
                "exec",
                "--fanout",
                "3",
                "case $SSH_CONNECTION in *" + fleet.port(1) + ") echo quick;; *) echo begun; " + sleep + ";; esac"));
        var out = folder.resolve("interrupted.out");
        var err = folder.resolve("interrupted.err");
        var process = new ProcessBuilder("bash", "-c", line)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (Files.readString(out).lines().count() < 4 && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(50);
            }
            assertThat(Files.readString(out)).contains("n1: quick", "n2: begun", "n3: begun", "n4: begun");
            assertThat(Ran.bash(folder, "kill -INT " + process.pid()).code()).isZero();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readString(err)).isEqualTo("""
                        volta: n1: done
                        volta: n[2-4]: interrupted, and ended there
                        volta: interrupted; 1 of 4 nodes done, not n[2-4]
                        """);
        assertThat(running(sleep)).isFalse();
        assertThat(Files.readAllLines(folder.resolve(".volta/failed"))).contains("n2", "n3", "n4");
    }
}
