package dev.volta.ssh.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.volta.core.wire.ProcessUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                        HostSettings.Keys.UNSAID,
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        HostSettings.Waits.UNSAID,
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
                    CertificateFile ~/.ssh/fleet-of-today.pub
                    IdentityAgent /run/agent
                    ProxyJump admin@gate:2222,inner
                    HostKeyAlias rack-7
                    UserKnownHostsFile "~/.ssh/known hosts" /etc/known
                    GlobalKnownHostsFile /etc/all
                    RevokedHostKeys /etc/revoked
                    ConnectTimeout 7
                    ServerAliveInterval = 1m30s
                    ServerAliveCountMax 4
                """, "vm1");
        assertThat(said)
                .isEqualTo(new HostSettings(
                        "10.0.0.1",
                        OptionalInt.of(2201),
                        Optional.of("operator"),
                        new HostSettings.Keys(
                                List.of(folder.resolve("fleet")),
                                false,
                                true,
                                List.of(folder.resolve("fleet-of-today.pub")),
                                new AgentChoice.At(Path.of("/run/agent"))),
                        List.of("admin@gate:2222", "inner"),
                        Optional.of("rack-7"),
                        List.of(folder.resolve("known hosts"), Path.of("/etc/known"), Path.of("/etc/all")),
                        List.of(Path.of("/etc/revoked")),
                        new HostSettings.Waits(
                                Optional.of(Duration.ofSeconds(7)),
                                Optional.of(Duration.ofSeconds(90)),
                                OptionalInt.of(4)),
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
        assertThat(said.keys().identityFiles()).containsExactly(Path.of("/a"), Path.of("/b"));
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
        assertThat(said.keys().identityFiles()).containsExactly(home.resolve("keys/op@vm1.rack.example-2201-vm1-100%"));
    }

    @Test
    void tokensFallBackToTheCallersUserAndThePortOfSsh() throws IOException {
        assertThat(resolve("IdentityFile /keys/%r-%p\n", "vm1").keys().identityFiles())
                .containsExactly(Path.of("/keys/me-22"));
    }

    @Test
    void anUnknownTokenNamesTheLine() throws IOException {
        var config = config("Host *\n  IdentityFile /keys/%Z\n");
        assertThatThrownBy(() -> config.resolve("vm1", "me"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("config:2")
                .hasMessageContaining("%Z");
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
        assertThat(said.waits().connect()).isEmpty();
    }

    @Test
    void anIncludeUnderAHostCountsForThatHostAlone() throws IOException {
        Files.writeString(folder.resolve("more"), "User always\nHost vm2\n Port 7\n");
        var text = "Host vm*\n Include more\n ConnectTimeout 3\nHost *\n User late\n";
        assertThat(resolve(text, "vm1").user()).contains("always");
        assertThat(resolve(text, "vm1").port()).isEmpty();
        assertThat(resolve(text, "vm1").waits().connect()).contains(Duration.ofSeconds(3));
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
    void refusesHostsThatAMatchBlockMayConcern() throws IOException {
        Files.writeString(folder.resolve("other"), "User eve\n");
        var text = "Host vm1\n User a\nMatch exec \"true\"\n SendEnv X\n Include other\nHost *\n Port 8\n";
        assertThat(resolve(text, "vm1").refusals())
                .singleElement()
                .asString()
                .contains("config:3: 'Match exec true' may decide 'user'", "transport: openssh");
        assertThat(resolve(text, "vm1").user()).contains("a");
        assertThat(resolve(text, "vm1").port()).hasValue(8);
        Files.writeString(folder.resolve("inner"), "Match exec true\n Port 9\n");
        var within = "Host vm1\n Include inner\nHost *\n User a\n";
        assertThat(resolve(within, "vm1").refusals()).hasSize(1);
        assertThat(resolve(within, "vm2").refusals()).isEmpty();
        assertThat(resolve(within, "vm1").user()).contains("a");
    }

    @Test
    void passesOverAMatchBlockThatDecidesNothing() throws IOException {
        var said =
                resolve("Match final all\n Ciphers aes128-ctr\n GSSAPIAuthentication yes\nMatch all\n Port 7\n", "vm1");
        assertThat(said.refusals()).isEmpty();
        assertThat(said.port()).hasValue(7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ProxyCommand nc %h 'a quote",
                "KnownHostsCommand /bin/keys %H",
                "CanonicalizeHostname always",
                "CheckHostIP yes",
                "PKCS11Provider /usr/lib/token.so",
                "SecurityKeyProvider /usr/lib/sk.so",
                "BindAddress 10.0.0.9",
                "BindInterface eth1",
                "RefuseConnection retired",
                "AddressFamily inet6",
                "PubkeyAuthentication no"
            })
    void refusesWhatOnlySshFollows(String line) throws IOException {
        var keyword = line.substring(0, line.indexOf(' '));
        assertThat(resolve("Host vm1\n " + line + "\n", "vm1").refusals())
                .singleElement()
                .asString()
                .startsWith(folder.resolve("config") + ":2: '" + keyword.toLowerCase(Locale.ROOT))
                .contains("transport: openssh", "--transport openssh");
        assertThat(resolve("Host vm1\n " + line + "\n", "vm2").refusals()).isEmpty();
    }

    @Test
    void doesNotMindValuesThatChangeNothing() throws IOException {
        var text = """
                ProxyCommand none
                KnownHostsCommand none
                CanonicalizeHostname no
                CheckHostIP no
                PKCS11Provider none
                SecurityKeyProvider internal
                AddressFamily inet
                StrictHostKeyChecking no
                """;
        assertThat(resolve(text, "vm1").refusals()).isEmpty();
    }

    @Test
    void ofProxyJumpAndProxyCommandTheFirstCounts() throws IOException {
        var jump = resolve("ProxyJump gate\nProxyCommand nc %h %p\n", "vm1");
        assertThat(jump.proxyJump()).containsExactly("gate");
        assertThat(jump.refusals()).isEmpty();
        assertThat(resolve("ProxyCommand nc %h %p\nProxyJump gate\n", "vm1").refusals())
                .hasSize(1);
        var none = resolve("ProxyCommand none\nProxyJump gate\n", "vm1");
        assertThat(none.proxyJump()).isEmpty();
        assertThat(none.refusals()).isEmpty();
    }

    @Test
    void noProxyJumpLeavesAProxyCommandToBeFollowed() throws IOException {
        assertThat(resolve("Host vm1\n ProxyJump none\nHost *\n ProxyCommand nc %h %p\n", "vm1")
                        .refusals())
                .singleElement()
                .asString()
                .contains("config:4: 'proxycommand nc %h %p'");
        assertThat(resolve("ProxyJump none\nProxyCommand none\nProxyCommand nc %h\n", "vm1")
                        .refusals())
                .isEmpty();
        var none = resolve("ProxyJump none\nProxyJump gate\n", "vm1");
        assertThat(none.proxyJump()).isEmpty();
        assertThat(none.refusals()).isEmpty();
    }

    @Test
    void findsNoLineBehindALoneCarriageReturn() throws IOException {
        assertThat(resolve("# old\rProxyJump gate\n", "vm1").proxyJump()).isEmpty();
        assertThat(resolve("\u000bUser a\n\u00a0User b\n \t User\rc\f\r\n", "vm1")
                        .user())
                .contains("c");
        assertThat(resolve("IdentityFile /a\f/b\u2003/c /d\r/e\r\n", "vm1")
                        .keys()
                        .identityFiles())
                .containsExactly(Path.of("/a\f/b\u2003/c"), Path.of("/d\r/e"));
    }

    @Test
    void refusesAFileWithAKeywordThatSshDoesNotKnow() throws IOException {
        for (var host : List.of("vm1", "vm2")) {
            assertThat(resolve("Host vm1\n  ProxyJmp gate\n", host).refusals())
                    .singleElement()
                    .asString()
                    .isEqualTo(folder.resolve("config")
                            + ":2: 'proxyjmp' is not a keyword of ssh_config, and ssh rejects a file with it; did you"
                            + " mean 'ProxyJump'?");
        }
        assertThat(resolve("UseKeychain yes\n", "vm1").refusals())
                .singleElement()
                .asString()
                .contains("'usekeychain'", "IgnoreUnknown usekeychain");
        assertThat(resolve("Host vm1\n User a\n", "vm1").refusals()).isEmpty();
    }

    @Test
    void passesOverWhatIgnoreUnknownNamesBefore() throws IOException {
        assertThat(resolve("IgnoreUnknown UseKeychain,Proxy*\nUseKeychain yes\nProxyJmp gate\n", "vm1")
                        .refusals())
                .isEmpty();
        assertThat(resolve("UseKeychain yes\nIgnoreUnknown UseKeychain\n", "vm1")
                        .refusals())
                .hasSize(1);
        var other = "Host vm1\n IgnoreUnknown UseKeychain\nHost *\n UseKeychain yes\n";
        assertThat(resolve(other, "vm1").refusals()).isEmpty();
        assertThat(resolve(other, "vm2").refusals()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AddKeysToAgent yes",
                "Cipher blowfish",
                "GSSAPIKeyExchange no",
                "HostbasedKeyTypes x",
                "ObscureKeystrokeTiming no",
                "Protocol 2",
                "VersionAddendum x",
                "WarnWeakCrypto no"
            })
    void knowsAllKeywordsOfSsh(String line) throws IOException {
        assertThat(resolve(line + "\n", "vm1").refusals()).isEmpty();
    }

    @Test
    void includesAsGlobDoes() throws IOException {
        for (var name : List.of("d/.old", "d/a/config", "d/b/config", "d/b/.hidden", "d/[x]", "e/a-1", "e/b-1")) {
            var file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "IdentityFile /" + name + "\n");
        }
        assertThat(included("d/*")).containsExactly("/d/[x]");
        assertThat(included("d/*/config")).containsExactly("/d/a/config", "/d/b/config");
        assertThat(included("d/.o*")).containsExactly("/d/.old");
        assertThat(included("d/?/*")).containsExactly("/d/a/config", "/d/b/config");
        assertThat(included("d/\\[x\\]")).containsExactly("/d/[x]");
        assertThat(included("e/[!b]-[0-9]")).containsExactly("/e/a-1");
        assertThat(included("e/{a,b}-1")).isEmpty();
    }

    @Test
    void includesBySetsAsGlobDoes() throws IOException {
        Files.createDirectory(folder.resolve("g"));
        for (var name : List.of("a", "b", "^", "]", "-", "Z", "\\", "7")) {
            Files.writeString(
                    folder.resolve("g").resolve(name), "IdentityFile \"" + name.replace("\\", "back") + "\"\n");
        }
        for (var said : Map.ofEntries(
                        Map.entry("[[:digit:]]", "7"),
                        Map.entry("[[:digit:][:upper:]]", "7 Z"),
                        Map.entry("[![:digit:]]", "- Z back ] ^ a b"),
                        Map.entry("[^[:digit:]]", "7 ^"),
                        Map.entry("[a[:digit:]-]", "- 7 a"),
                        Map.entry("[]a]", "] a"),
                        Map.entry("[!]a]", "- 7 Z back ^ b"),
                        Map.entry("[a-]", "- a"),
                        Map.entry("[!0-Z\\\\\\\\]", "- ] ^ a b"),
                        Map.entry("[\\]]", "]"),
                        Map.entry("[[:foo:]a]", ""),
                        Map.entry("[z-a]", ""),
                        Map.entry("[[:digit]", ""))
                .entrySet()) {
            assertThat(String.join(" ", included("g/" + said.getKey())))
                    .as(said.getKey())
                    .isEqualTo(said.getValue());
        }
    }

    private List<String> included(String pattern) throws IOException {
        return resolve("Include " + pattern + "\n", "vm1").keys().identityFiles().stream()
                .map(path -> Path.of("").toAbsolutePath().relativize(path).toString())
                .map(path -> path.startsWith("../") ? path.replaceFirst("^(?:[.][.]/)+", "/") : path)
                .toList();
    }

    @Test
    void dividesWordsAsSshDoes() throws IOException {
        assertThat(resolve("IdentityFile '/a b' \"/c'd\" /e\\ f /g\"h i\"j # no\n", "vm1")
                        .keys()
                        .identityFiles())
                .containsExactly(Path.of("/a b"), Path.of("/c'd"), Path.of("/e f"), Path.of("/gh ij"));
    }

    @Test
    void expandsVariablesAndAllTokens() throws Exception {
        var text = """
                HostName 10.0.0.1
                Port 2201
                User op
                HostKeyAlias rack
                IdentityFile ${KEYS}/%u-%k-%r@%h:%p-%n
                IdentityFile /h/%C
                """;
        var config = SshConfig.read(
                List.of(SshConfigFile.ofUser(Files.writeString(folder.resolve("config"), text))),
                home,
                Path.of(""),
                Map.of("KEYS", "/keys"));
        var local = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        var hash = MessageDigest.getInstance("SHA-1").digest((local + "10.0.0.12201op").getBytes(UTF_8));
        assertThat(config.resolve("vm1", "me").keys().identityFiles())
                .containsExactly(
                        Path.of("/keys/" + ProcessUser.name() + "-rack-op@10.0.0.1:2201-vm1"),
                        Path.of("/h/" + HexFormat.of().formatHex(hash)));
        assertThat(config.variables()).containsExactly("KEYS");
        assertThatThrownBy(() -> config("IdentityFile ${NOT_SET_HERE}/x\n").resolve("vm1", "me"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("config:1: the environment variable 'NOT_SET_HERE' is not set");
    }

    @Test
    void readsWhichAgentIsAsked() throws IOException {
        var config = folder.resolve("config");
        for (var said : Map.<String, AgentChoice>of(
                        "none", new AgentChoice.None(),
                        "SSH_AUTH_SOCK", new AgentChoice.Usual(),
                        "$AGENT", new AgentChoice.At(Path.of("/run/a")),
                        "${AGENT}", new AgentChoice.At(Path.of("/run/a")),
                        "$NOBODY", new AgentChoice.None(),
                        "~/agent-%r", new AgentChoice.At(home.resolve("agent-me")))
                .entrySet()) {
            Files.writeString(config, "IdentityAgent " + said.getKey() + "\n");
            var read =
                    SshConfig.read(List.of(SshConfigFile.ofUser(config)), home, Path.of(""), Map.of("AGENT", "/run/a"));
            assertThat(read.resolve("vm1", "me").keys().agent())
                    .as(said.getKey())
                    .isEqualTo(said.getValue());
        }
    }

    @Test
    void theFolderOfAnotherUserIsNotTakenForARelativeName() throws IOException {
        assertThatThrownBy(() -> resolve("IdentityFile ~bob/key\n", "vm1"))
                .isInstanceOf(SshConfigException.class)
                .hasMessageContaining("config:1: '~bob/key' is in another user's folder");
    }

    @Test
    void theFirstOfSeveralFilesCounts() throws IOException {
        var user = Files.writeString(folder.resolve("config"), "Host vm1\n Port 1\n");
        var system = Files.writeString(home.resolve("system"), "Port 2\nUser all\n");
        var said = SshConfig.read(
                        List.of(SshConfigFile.ofUser(user), SshConfigFile.ofSystem(system)), home, home, Map.of())
                .resolve("vm1", "me");
        assertThat(said.port()).hasValue(1);
        assertThat(said.user()).contains("all");
    }

    @Test
    void noneTurnsAKeywordOff() throws IOException {
        var said = resolve(
                "Host vm1\n ProxyJump none\n IdentityFile none\n UserKnownHostsFile none\nHost *\n ProxyJump gate\n",
                "vm1");
        assertThat(said.proxyJump()).isEmpty();
        assertThat(said.keys().identityFiles()).isEmpty();
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
