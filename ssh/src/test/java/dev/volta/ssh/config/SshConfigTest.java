package dev.volta.ssh.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SshConfigTest {
    @TempDir
    private Path home;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(home.resolve(".ssh"));
    }

    private SshConfig config(String text) throws IOException {
        return SshConfig.read(Files.writeString(folder.resolve("config"), text), home);
    }

    private HostSettings resolve(String text, String alias) throws IOException {
        return config(text).resolve(alias, "me");
    }

    @Test
    void saysNothingWithoutAFile() {
        var said = SshConfig.read(folder.resolve("missing"), home).resolve("vm1", "me");
        assertThat(said)
                .isEqualTo(new HostSettings(
                        "vm1",
                        OptionalInt.empty(),
                        Optional.empty(),
                        List.of(),
                        false,
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()));
    }

    @Test
    void readsEveryKeywordItUnderstands() throws IOException {
        var said = resolve("""
                Host vm1
                    HostName 10.0.0.1
                    User  operator
                    Port=2201
                    IdentityFile ~/.ssh/fleet
                    IdentitiesOnly yes
                    ProxyJump admin@gate:2222,inner
                    UserKnownHostsFile "~/.ssh/known hosts" /etc/known
                    ConnectTimeout 7
                    ServerAliveInterval = 30
                """, "vm1");
        assertThat(said)
                .isEqualTo(new HostSettings(
                        "10.0.0.1",
                        OptionalInt.of(2201),
                        Optional.of("operator"),
                        List.of(folder.resolve("fleet")),
                        true,
                        List.of("admin@gate:2222", "inner"),
                        List.of(folder.resolve("known hosts"), Path.of("/etc/known")),
                        Optional.of(Duration.ofSeconds(7)),
                        Optional.of(Duration.ofSeconds(30)),
                        List.of()));
    }

    @Test
    void theFirstValueCountsAndIdentityFilesAddUp() throws IOException {
        var said = resolve("""
                Host vm*
                    User first
                    IdentityFile /a
                Host *
                    User second
                    IdentityFile /b
                    IdentityFile /a
                """, "vm1");
        assertThat(said.user()).contains("first");
        assertThat(said.identityFiles()).containsExactly(Path.of("/a"), Path.of("/b"));
    }

    @Test
    void aLineBeforeAnyHostCountsForAll() throws IOException {
        assertThat(resolve("Port 2200\nHost other\n Port 1\n", "vm1").port()).hasValue(2200);
    }

    @Test
    void followsPatternsAndTheirNegation() throws IOException {
        var text = "Host vm? !vm3 rack-*\n  User fleet\n";
        assertThat(resolve(text, "vm1").user()).contains("fleet");
        assertThat(resolve(text, "rack-7.example").user()).contains("fleet");
        assertThat(resolve(text, "vm3").user()).isEmpty();
        assertThat(resolve(text, "vm10").user()).isEmpty();
        assertThat(resolve(text, "xvm1").user()).isEmpty();
        assertThat(resolve("Host !vm1\n User x\n", "vm2").user()).isEmpty();
        assertThat(resolve("Host v.1\n User x\n", "vm1").user()).isEmpty();
    }

    @Test
    void expandsTokens() throws IOException {
        var said = resolve("""
                Host vm1
                    HostName %h.rack.example
                    User op
                    Port 2201
                    IdentityFile %d/keys/%r@%h-%p-%n-100%%
                """, "vm1");
        assertThat(said.hostName()).isEqualTo("vm1.rack.example");
        assertThat(said.identityFiles()).containsExactly(home.resolve("keys/op@vm1.rack.example-2201-vm1-100%"));
    }

    @Test
    void tokensFallBackToTheCallersUserAndThePortOfSsh() throws IOException {
        assertThat(resolve("IdentityFile /keys/%r-%p\n", "vm1").identityFiles())
                .containsExactly(Path.of("/keys/me-22"));
    }

    @Test
    void anUnknownTokenNamesTheLine() throws IOException {
        var config = config("Host *\n  IdentityFile /keys/%C\n");
        assertThatThrownBy(() -> config.resolve("vm1", "me"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("config:2")
                .hasMessageContaining("%C");
    }

    @Test
    void includesFilesByNameAndPattern() throws IOException {
        Files.createDirectory(folder.resolve("conf.d"));
        Files.writeString(folder.resolve("conf.d/b.conf"), "Host vm1\n User b\n Port 2\n");
        Files.writeString(folder.resolve("conf.d/a.conf"), "Host vm1\n User a\n");
        Files.writeString(folder.resolve("conf.d/c.txt"), "Host vm1\n User c\n ConnectTimeout 9\n");
        var said = resolve("Include conf.d/*.conf missing\nHost vm1\n User late\n HostName x\n", "vm1");
        assertThat(said.user()).contains("a");
        assertThat(said.port()).hasValue(2);
        assertThat(said.hostName()).isEqualTo("x");
        assertThat(said.connectTimeout()).isEmpty();
    }

    @Test
    void anIncludeUnderAHostCountsForThatHostAlone() throws IOException {
        Files.writeString(folder.resolve("more"), "User always\nHost vm2\n Port 7\n");
        var text = "Host vm*\n Include more\n ConnectTimeout 3\nHost *\n User late\n";
        assertThat(resolve(text, "vm1").user()).contains("always");
        assertThat(resolve(text, "vm1").port()).isEmpty();
        assertThat(resolve(text, "vm1").connectTimeout()).contains(Duration.ofSeconds(3));
        assertThat(resolve(text, "vm2").port()).hasValue(7);
        assertThat(resolve(text, "db").user()).contains("late");
    }

    @Test
    void aFileThatIncludesItselfIsAnError() {
        assertThatThrownBy(() -> config("Include config\n"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("nested deeper than 16");
    }

    @Test
    void leavesOutAMatchBlockAndSaysWhere() throws IOException {
        var config = config("Host vm1\n User a\nMatch exec \"true\"\n Port 9\n Include other\nHost *\n Port 8\n");
        assertThat(config.warnings())
                .singleElement()
                .asString()
                .contains("config:3")
                .contains("Match is not supported");
        assertThat(config.resolve("vm1", "me").port()).hasValue(8);
    }

    @Test
    void warnsOfAProxyCommandOfThisHost() throws IOException {
        var text = "Host vm1\n ProxyCommand nc %h %p\nHost vm2\n ProxyCommand none\n";
        assertThat(resolve(text, "vm1").warnings())
                .singleElement()
                .asString()
                .contains("config:2: proxycommand is not supported");
        assertThat(resolve(text, "vm2").warnings()).isEmpty();
    }

    @Test
    void noneTurnsAKeywordOff() throws IOException {
        var said = resolve(
                "Host vm1\n ProxyJump none\n IdentityFile none\n UserKnownHostsFile none\nHost *\n ProxyJump gate\n",
                "vm1");
        assertThat(said.proxyJump()).isEmpty();
        assertThat(said.identityFiles()).isEmpty();
        assertThat(said.knownHostsFiles()).isEmpty();
    }

    @Test
    void ignoresCommentsAndWhatDoesNotConcernIt() throws IOException {
        var said = resolve("# a comment\n\nHost vm1 # the first\n  ForwardX11 no\n\tUser a # me\n", "vm1");
        assertThat(said.user()).contains("a");
    }

    @Test
    void badValuesNameLineAndValue() throws IOException {
        for (var bad : List.of("Port 70000", "Port x", "ConnectTimeout soon", "IdentitiesOnly maybe", "User a b")) {
            var config = config("\n" + bad + "\n");
            assertThatThrownBy(() -> config.resolve("vm1", "me"))
                    .as(bad)
                    .isInstanceOf(SshConfigException.class)
                    .hasMessageContaining("config:2");
        }
        assertThatThrownBy(() -> config("Host\n"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("config:1");
        assertThatThrownBy(() -> config("IdentityFile \"open\n"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("quotation mark");
    }

    private static void open(Path file, String mode) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void refusesFilesThatOthersCanWrite() throws IOException {
        var included = Files.writeString(folder.resolve("more"), "Host vm1\n  Port 2201\n");
        config("Include more\n");
        for (var file : List.of(included, folder.resolve("config"))) {
            open(file, "rw-rw-rw-");
            assertThatThrownBy(() -> SshConfig.read(folder.resolve("config"), home))
                    .isInstanceOf(SshConfigException.class)
                    .hasMessageStartingWith("Bad owner or permissions on " + file)
                    .hasMessageContaining("it can be changed by others, mode 0666");
            open(file, "rw-r--r--");
        }
        assertThat(SshConfig.read(folder.resolve("config"), home)
                        .resolve("vm1", "me")
                        .port())
                .hasValue(2201);
    }

    @Test
    void takesAFileThatIsNamedWhoeverCanWriteIt() throws IOException {
        var named = Files.writeString(home.resolve("named"), "Host vm1\n  Port 2201\n");
        open(named, "rw-rw-rw-");
        assertThat(SshConfig.read(named, home).resolve("vm1", "me").port()).hasValue(2201);
    }

    @Test
    void refusesTheFileOfAnotherUser() throws IOException {
        assumeTrue(ProcessUser.isRoot(), "skipped: only root can give a file to somebody else");
        config("Host vm1\n");
        Files.setAttribute(folder.resolve("config"), "unix:uid", 12_345);
        assertThatThrownBy(() -> SshConfig.read(folder.resolve("config"), home))
                .hasMessageContaining("it belongs to uid 12345");
    }
}
