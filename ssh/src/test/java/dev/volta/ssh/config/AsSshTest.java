package dev.volta.ssh.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keywords mean here, beside what {@code ssh -G} says of them. */
class AsSshTest {
    @TempDir
    private Path home;

    private Path config;

    @BeforeEach
    void makeFolder() throws IOException {
        config = Files.createDirectory(home.resolve(".ssh")).resolve("config");
    }

    private HostSettings read(String text) throws IOException {
        Files.writeString(config, text);
        return SshConfig.read(List.of(SshConfigFile.ofUser(config)), home, home.resolve("work"), Map.of())
                .resolve("vm1", "me");
    }

    /** The lines of {@code keyword} in what ssh makes of the file that was read last. */
    private List<String> ssh(String keyword) throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/ssh")), "skipped: there is no ssh");
        var ssh = new ProcessBuilder("/usr/bin/ssh", "-G", "-F", config.toString(), "vm1")
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .start();
        var lines = new String(ssh.getInputStream().readAllBytes(), UTF_8).lines();
        return lines.filter(line -> line.startsWith(keyword + " "))
                .map(line -> line.substring(keyword.length() + 1))
                .toList();
    }

    @Test
    void noIdentityFileLeavesNoUsualKeys() throws Exception {
        assertThat(read("User a\n").keys().usual()).isTrue();
        assertThat(ssh("identityfile")).hasSizeGreaterThan(1);
        var none = read("IdentityFile none\n").keys();
        assertThat(ssh("identityfile")).containsExactly("none");
        assertThat(none.usual()).isFalse();
        assertThat(none.identityFiles()).isEmpty();
        assertThat(read("IdentityFile none\nIdentityFile /a\n").keys().identityFiles())
                .containsExactly(Path.of("/a"));
    }

    @Test
    void namesOfOldMeanWhatTheyMeanToSsh() throws Exception {
        var keys = read("IdentityFile2 /a\nIdentityFile /b\n").keys();
        assertThat(ssh("identityfile")).containsExactly("/a", "/b");
        assertThat(keys.identityFiles()).containsExactly(Path.of("/a"), Path.of("/b"));
        for (var refused : Map.of(
                        "DSAAuthentication no", "pubkeyauthentication false",
                        "SmartcardDevice /lib/token.so", "pkcs11provider /lib/token.so")
                .entrySet()) {
            assertThat(read(refused.getKey() + "\n").refusals())
                    .singleElement()
                    .asString()
                    .contains("config:1: '" + refused.getKey().split(" ", 2)[0].toLowerCase(java.util.Locale.ROOT));
            var means = refused.getValue().split(" ", 2);
            assertThat(ssh(means[0])).containsExactly(means[1]);
            assertThat(read("Match exec true\n " + refused.getKey() + "\n").refusals())
                    .hasSize(1);
        }
        assertThat(read("Match exec true\n IdentityFile2 /a\n").refusals()).hasSize(1);
    }

    @Test
    void namesOfOldWithoutAMeaningHaveNone() throws Exception {
        var said = read("UserKnownHostsFile2 /a\nGlobalKnownHostsFile2 /b\nProtocol 1\n");
        assertThat(said.knownHostsFiles()).isEmpty();
        assertThat(said.refusals()).isEmpty();
        assertThat(ssh("userknownhostsfile")).noneMatch(files -> files.contains("/a"));
        assertThat(ssh("globalknownhostsfile")).noneMatch(files -> files.contains("/b"));
    }

    @Test
    void anAliasOfAHostKeyHasNoTokens() throws Exception {
        assertThat(read("HostKeyAlias %h\n").hostKeyAlias()).contains("%h");
        assertThat(ssh("hostkeyalias")).containsExactly("%h");
    }

    @Test
    void theSystemsFilesOfKnownHostsHaveNoTokensAndNoHome() throws Exception {
        assertThat(read("GlobalKnownHostsFile ~/all /%h\n").knownHostsFiles())
                .containsExactly(home.resolve("work/~/all"), Path.of("/%h"));
        assertThat(ssh("globalknownhostsfile")).containsExactly("~/all /%h");
    }

    @Test
    void refusesTokensThatSshRefuses() throws Exception {
        for (var line : List.of("HostName %n", "ProxyJump %d")) {
            assertThatThrownBy(() -> read(line + "\n"))
                    .isInstanceOf(SshConfigException.class)
                    .hasMessageContaining("config:1: ssh knows no token '" + line.split(" ", 2)[1] + "'");
        }
        assertThat(ssh("user")).isNotEmpty();
        assertThatThrownBy(() -> read("User %h\n")).hasMessageContaining("config:1: 'user %h' means");
        assertThatThrownBy(() -> read("Include %h.conf\n")).hasMessageContaining("config:1: 'include %h.conf' means");
    }

    @Test
    void relativeNamesCountFromTheFolderOfTheCommand() throws Exception {
        var said = read("""
                UserKnownHostsFile known
                GlobalKnownHostsFile all
                IdentityFile key
                CertificateFile c
                RevokedHostKeys gone
                IdentityAgent agent
                """);
        var work = home.resolve("work");
        assertThat(said.knownHostsFiles()).containsExactly(work.resolve("known"), work.resolve("all"));
        assertThat(said.keys().identityFiles()).containsExactly(work.resolve("key"));
        assertThat(said.keys().certificateFiles()).containsExactly(work.resolve("c"));
        assertThat(said.keys().agent()).isEqualTo(new AgentChoice.At(work.resolve("agent")));
        assertThat(said.revokedHostKeys()).containsExactly(work.resolve("gone"));
    }

    @Test
    void tellsWhetherTheFolderOfTheCommandMatters() throws Exception {
        for (var absolute : List.of(
                "IdentityFile ~/.ssh/key",
                "IdentityFile %d/key",
                "IdentityFile ${HOME}/key",
                "IdentityAgent SSH_AUTH_SOCK",
                "UserKnownHostsFile none",
                "ProxyCommand nc -X connect %h %p",
                "ProxyCommand /bin/nc %h %p",
                "Match exec \"test -e /run/lab\"\n User a",
                "User a")) {
            assertThat(isRelative(absolute)).as(absolute).isFalse();
        }
        for (var relative : List.of(
                "IdentityFile key",
                "Host x\n UserKnownHostsFile /a known",
                "GlobalKnownHostsFile ~/a",
                "ProxyCommand ./gate %h",
                "ProxyCommand bin/gate %h",
                "ProxyCommand sh '../gate'",
                "Match exec ./ask\n User a")) {
            assertThat(isRelative(relative)).as(relative).isTrue();
        }
    }

    private boolean isRelative(String text) throws IOException {
        Files.writeString(config, text + "\n");
        return SshConfig.read(List.of(SshConfigFile.ofUser(config)), home, home, Map.of("HOME", "/home/me"))
                .isRelative();
    }

    @Test
    void aLineThatCannotBeReadLeavesTheOthersToTheSystemsSsh() throws Exception {
        Files.writeString(config, "UserKnownHostsFile /lab\nPort ssh\nIdentityFile ~bob/key\nConnectTimeout soon\n");
        var read = SshConfig.read(config, home);
        assertThat(read.roughly("vm1", "me").knownHostsFiles()).containsExactly(Path.of("/lab"));
        assertThat(ssh("port")).isEmpty(); // for its ConnectTimeout
        Files.writeString(config, "UserKnownHostsFile ~bob/known\n");
        assertThatThrownBy(() -> SshConfig.read(config, home).roughly("vm1", "me"))
                .hasMessageContaining("config:1: '~bob/known'");
    }

    @Test
    void includesOfTheSystemCountFromBesideItAlsoInACopy() throws Exception {
        var etc = Files.createDirectories(home.resolve("etc"));
        Files.createDirectory(etc.resolve("d"));
        var system = Files.writeString(etc.resolve("ssh_config"), "# all\nInclude d/*.conf none\nPort 7\n");
        Files.writeString(etc.resolve("d/a.conf"), "Host vm1\n  Include more\n");
        Files.writeString(etc.resolve("more"), "User there\n");
        Files.writeString(home.resolve(".ssh/more"), "User eve\n");
        var file = SshConfigFile.ofSystem(system);
        var said = SshConfig.read(List.of(file), home, home, Map.of()).resolve("vm1", "me");
        assertThat(said.user()).contains("there");
        var copies = new java.util.ArrayList<Path>();
        config = CopiedConfig.copy(file, home, (original, content) -> {
            copies.add(original);
            return Files.write(home.resolve("copy" + copies.size()), content);
        });
        assertThat(copies).containsExactly(etc.resolve("more"), etc.resolve("d/a.conf"), system);
        assertThat(Files.readAllLines(config)).element(2).isEqualTo("Port 7");
        assertThat(ssh("user")).containsExactly("there");
        assertThat(ssh("port")).containsExactly("7");
        Files.writeString(system, "Include ~/more\n");
        assertThatThrownBy(() -> SshConfig.read(List.of(file), home, home, Map.of()))
                .hasMessageContaining("ssh_config:1: an Include of the system's configuration cannot begin with '~'");
    }

    @Test
    void aFileInTheSystemsFolderThatIsNamedIsTheUsers() throws Exception {
        Files.writeString(home.resolve(".ssh/more"), "User own\n");
        var named = Files.writeString(home.resolve("named"), "Include more\n");
        assertThat(SshConfig.read(List.of(SshConfigFile.ofUser(named)), home, home, Map.of())
                        .resolve("vm1", "me")
                        .user())
                .contains("own");
    }

    @Test
    void doesNotWaitForAFifo() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", config.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> SshConfig.read(config, home))
                .isInstanceOf(SshConfigException.class)
                .hasMessageEndingWith("config cannot be read: it is a FIFO and no regular file");
    }
}
