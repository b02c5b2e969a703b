package dev.volta.ssh;

import static dev.volta.ssh.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Command;
import dev.volta.ssh.config.SshConfigFile;
import dev.volta.ssh.hostkeys.HostKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OpenSshOnSshdIT extends SshdConformance implements RivalConformance {
    @Override
    Link link(SshSettings chosen) {
        return Link.openSsh(chosen);
    }

    private Path config() throws IOException {
        return Files.createDirectories(folder.resolve("it's 100% \"odd\" ${HERE}"))
                .resolve("config");
    }

    /** The target as the file {@code text} describes it. */
    private SshTarget named(String text, String alias) throws IOException {
        return named(Files.writeString(config(), text), alias);
    }

    private SshTarget named(Path config, String alias) {
        return named(SshConfigFile.ofUser(config), alias);
    }

    private SshTarget named(SshConfigFile file, String alias) {
        var named = new TargetOptions.Named(
                alias,
                OptionalInt.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(file),
                folder,
                Optional.of(folder));
        return target.withIdentityFiles().withOptions(TargetOptions.NONE.withNamed(named));
    }

    @Test
    void followsMatchAndProxyCommand() throws Exception {
        var text = """
                Match originalhost lab exec "true"
                  HostName 127.0.0.1
                  Port %d
                  IdentityFile %s
                  ProxyCommand bash -c 'exec 3<>/dev/tcp/%%h/%%p; cat <&3 & cat >&3; kill $!'
                """.formatted(server.port(), server.clientKey());
        try (var remote = link.connect(named(text, "lab"))) {
            assertThat(remote.run(Command.of("echo", "far")).out()).isEqualTo("far\n");
        }
    }

    @Test
    void theFileOfAHostOnTheWayCountsForThatHostAlone() throws Exception {
        var text = """
                Host lab gate
                  HostName 127.0.0.1
                  Port %d
                  IdentityFile %s
                Host lab
                  ProxyJump gate
                """.formatted(server.port(), server.clientKey());
        var lab = named(text, "lab");
        var pins = TargetOptions.NONE.withKnownHosts(List.of(folder.resolve("known_hosts")));
        var pinned = target.withOptions(pins);
        try (var chosen = link(SshSettings.with(HostKeys.load(folder.resolve("none"), List.of())))) {
            var both = lab.withOptions(lab.options().withKnownHosts(pins.knownHosts()))
                    .withJumps(List.of(pinned));
            try (var remote = chosen.connect(both)) {
                assertThat(remote.run(Command.of("true")).ok()).isTrue();
            }
            var gateAlone = both.withOptions(lab.options().withKnownHosts(List.of(folder.resolve("missing"))));
            for (var one : List.of(gateAlone, both.withJumps(List.of(target)))) {
                assertThatThrownBy(() -> chosen.connect(one))
                        .isInstanceOfSatisfying(
                                SshException.class, e -> assertThat(e.phase()).isEqualTo(Phase.HOST_KEY));
            }
        }
    }

    @Test
    void aProxyCommandThatFailsIsToldInItsOwnWords() throws Exception {
        var text = "Host lab\n  ProxyCommand sh -c 'echo no way to %h >&2; exit 1'\n";
        assertThatThrownBy(() -> link.connect(named(text, "lab")))
                .isInstanceOf(SshException.class)
                .isNotInstanceOf(StartDropped.class)
                .hasMessageContaining("no way to lab");
    }

    @Test
    void aProgramThatIsMissingIsNoFaultOfTheConfiguration() throws Exception {
        var text = "Host lab\n  ProxyCommand sh -c 'echo sh: line 1: nc: not found >&2; exit 127'\n";
        assertThatThrownBy(() -> link.connect(named(text, "lab")))
                .isInstanceOf(SshException.class)
                .hasMessageContaining("ssh says: sh: line 1: nc: not found")
                .hasMessageNotContaining("its configuration");
    }

    @Test
    void namesTheFileThatOthersCanWriteAsItsUserDoes() throws Exception {
        var open = named("Host lab\n", "lab");
        Files.setPosixFilePermissions(config(), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> link.connect(open))
                .isInstanceOf(SshException.class)
                .hasMessageEndingWith("ssh says: Bad owner or permissions on " + config());
    }

    @Test
    void takesAFileThatIsADeviceForOneThatSaysNothing() {
        assertThatThrownBy(() -> link.connect(named(Path.of("/dev/null"), "no-such-host.invalid")))
                .isInstanceOf(SshException.class)
                .hasMessageNotContaining("configuration");
    }

    @Test
    void aLineThatSshDoesNotKnowIsToldInItsOwnWords() throws Exception {
        assertThatThrownBy(() -> link.connect(named("NoSuchOption yes\n", "lab")))
                .isInstanceOf(SshException.class)
                .hasMessageContaining("ssh rejects its configuration")
                .hasMessageContaining("nosuchoption");
    }

    @Test
    void trustsAHostByItsCertificate() throws Exception {
        var authority = Keys.make(folder, "authority", "ed25519");
        var there = Files.createDirectory(folder.resolve("certified"));
        var key = Keys.make(there, "own", "ed25519");
        Keys.run(List.of(
                "ssh-keygen", "-q", "-s", authority.toString(), "-h", "-I", "host", "-n", "127.0.0.1", key + ".pub"));
        try (var sshd = OpenSshd.start(there, "HostKey " + key, "HostCertificate " + key + "-cert.pub")) {
            var lines = Files.writeString(
                    folder.resolve("authorities"),
                    "@cert-authority [127.0.0.1]:* " + Files.readString(Path.of(authority + ".pub")));
            var there2 = SshTarget.of(NODE, "127.0.0.1", sshd.port(), System.getProperty("user.name"))
                    .withIdentityFiles(sshd.clientKey());
            try (var chosen = link(SshSettings.with(HostKeys.load(lines, List.of())));
                    var remote = chosen.connect(there2)) {
                assertThat(remote.run(Command.of("true")).ok()).isTrue();
            }
        }
    }

    @Test
    void findsTheKeysOfAHostAndTheNameTheyArePinnedUnder() throws Exception {
        var text =
                "Host lab\n  HostName 127.0.0.1\n  Port %d\nMatch originalhost nick\n  HostName 127.0.0.1\n  Port %d\n  HostKeyAlias rack\n"
                        .formatted(server.port(), server.port());
        try (var fleet = OpenSshFleet.start(SshSettings.with(HostKeys.load(folder.resolve("none"), List.of())))) {
            var lab = fleet.scanHostKeys(named(text, "lab"));
            assertThat(lab.keys()).containsExactlyInAnyOrderElementsOf(server.hostKeys());
            assertThat(lab.target().keyHost() + " " + lab.target().keyPort()).isEqualTo("127.0.0.1 " + server.port());
            assertThat(fleet.scanHostKeys(named(text, "nick")).target().keyHost())
                    .isEqualTo("rack");
            assertThat(folder.resolve("none")).doesNotExist();
        }
    }

    @Test
    void leavesNoProcessAndNoFileBehind() throws Exception {
        var runtime = Files.createDirectory(folder.resolve("run"));
        var before = Files.createDirectories(runtime.resolve("volta/ssh-dead"));
        Files.setPosixFilePermissions(before.getParent(), PosixFilePermissions.fromString("rwx------"));
        Files.createFile(before.resolve("alive"));
        try (var fleet = OpenSshFleet.start(settings, Map.of("XDG_RUNTIME_DIR", runtime.toString()))) {
            assertThat(before).as("what a killed process left").doesNotExist();
            var remote = fleet.connect(target); // closed with the fleet
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
            assertThat(masters(runtime)).isEqualTo(1);
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(onlyChild(runtime.resolve("volta")))))
                    .isEqualTo("rwx------");
        }
        assertThat(runtime.resolve("volta")).isEmptyDirectory();
        eventually(() -> masters(runtime) == 0, "ssh ends");
    }

    private static Path onlyChild(Path of) throws IOException {
        try (var children = Files.list(of)) {
            return children.findFirst().orElseThrow();
        }
    }

    /** How many processes have a control socket in {@code folder}. */
    private static long masters(Path folder) {
        return ProcessHandle.allProcesses()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains(folder.toString()))
                .count();
    }

    @Test
    void followsWhatTheSystemsConfigurationIncludesFromBesideIt() throws Exception {
        Files.writeString(
                config().resolveSibling("more"),
                "HostName 127.0.0.1\nPort %d\nIdentityFile %s\n".formatted(server.port(), server.clientKey()));
        var system = Files.writeString(config(), "Host lab\n  Include more\n");
        try (var remote = link.connect(named(SshConfigFile.ofSystem(system), "lab"))) {
            assertThat(remote.run(Command.of("true")).ok()).isTrue();
        }
        Files.writeString(config(), "Host lab\nNoSuchOption yes\n");
        assertThatThrownBy(() -> link.connect(named(SshConfigFile.ofSystem(system), "lab")))
                .hasMessageContaining(system + ": line 2: Bad configuration option: nosuchoption");
    }

    @Test
    void commandsOfTheConfigurationRunInTheFolderOfTheCommand() throws Exception {
        var gate = Files.writeString(folder.resolve("gate"), "#!/bin/sh\necho this is the gate >&2\nexit 1\n");
        Files.setPosixFilePermissions(gate, PosixFilePermissions.fromString("rwx------"));
        assertThatThrownBy(() -> link.connect(named("Host lab\n  ProxyCommand ./gate\n", "lab")))
                .hasMessageContaining("this is the gate");
    }
}
