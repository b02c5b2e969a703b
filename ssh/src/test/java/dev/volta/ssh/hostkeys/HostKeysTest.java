package dev.volta.ssh.hostkeys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.wire.FileKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HostKeysTest {
    private static final HostKey ONE = key("ssh-ed25519", "one");
    private static final HostKey TWO = key("ssh-ed25519", "two");
    private static final HostKey RSA = key("ssh-rsa", "three");

    @TempDir
    private Path folder;

    private static HostKey key(String algorithm, String rest) {
        var name = algorithm.getBytes(StandardCharsets.US_ASCII);
        var tail = rest.getBytes(StandardCharsets.US_ASCII);
        return HostKey.of(ByteBuffer.allocate(4 + name.length + tail.length)
                .putInt(name.length)
                .put(name)
                .put(tail)
                .array());
    }

    private static String line(String names, HostKey key) {
        return names + " " + key.algorithm() + " " + key.base64() + "\n";
    }

    private HostKeys keys(String text) throws IOException {
        return HostKeys.load(Files.writeString(folder.resolve("known_hosts"), text), List.of());
    }

    @Test
    void leavesOutALineThatIsNoTextAndKeepsItsBytes() throws IOException {
        var file = folder.resolve("known_hosts");
        var latin = "# L\u00fcneburg\n".getBytes(StandardCharsets.ISO_8859_1);
        var junk = new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '\n'};
        var before = new ByteArrayOutputStream();
        before.writeBytes(latin);
        before.writeBytes(junk);
        before.writeBytes(line("vm1", ONE).getBytes(StandardCharsets.US_ASCII));
        Files.write(file, before.toByteArray());
        var keys = HostKeys.load(file, List.of());
        assertThat(keys.judge("vm1", 22, ONE)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.problems()).singleElement().asString().startsWith(file + ":2: expected host names");
        keys.replace("vm2", 22, List.of(TWO));
        assertThat(Files.readAllBytes(file)).startsWith(before.toByteArray());
    }

    @Test
    void anOddHashedNameIsAWarningWithItsPlace() throws IOException {
        for (var odd : List.of("|1|!!!|???=", "|1||AAAA=", "|1|AAAA|", "|1|AAAA", "|2|AAAA|AAAA", "|1|AA\u001b|AAAA")) {
            var keys = keys(line(odd, TWO) + line("vm1", ONE));
            assertThat(keys.judge("vm1", 22, ONE)).as(odd).isEqualTo(new HostKeyVerdict.Trusted());
            assertThat(keys.problems())
                    .as(odd)
                    .singleElement()
                    .asString()
                    .startsWith(folder.resolve("known_hosts") + ":1: ")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void saysWhoFollowsACertificateAuthority() throws IOException {
        assertThat(keys("@cert-authority " + line("*", ONE)).problems())
                .singleElement()
                .asString()
                .contains("known_hosts:1: '@cert-authority' is not supported", "transport: openssh");
    }

    @Test
    void namesTheFileThatCannotBeRead() throws IOException {
        var file = Files.createDirectory(folder.resolve("known_hosts"));
        assertThatThrownBy(() -> HostKeys.load(file, List.of()))
                .hasMessage("the host keys cannot be read: " + file + " is not used: it is a folder; move it away");
    }

    @Test
    void keepsTheOrderOfLinesWhetherTheyNameOrMatchAHost() throws IOException {
        var keys = keys(line("vm*,!vm2", ONE) + line("VM1,vm1,other", TWO) + line("vm?", RSA));
        assertThat(keys.pinned("vm1", 22)).containsExactly(ONE, TWO, RSA);
        assertThat(keys.pinned("vm2", 22)).containsExactly(RSA);
        assertThat(keys.pinned("Other", 22)).containsExactly(TWO);
        assertThat(keys.pinned("vm1", 23)).isEmpty();
    }

    @Test
    @Timeout(20)
    void findsEachOfManyHostsWithoutLookingAtAll() throws IOException {
        var text = new StringBuilder();
        for (var i = 0; i < 100_000; i++) {
            text.append(line("vm" + i, ONE));
        }
        var keys = keys(text.toString());
        for (var i = 0; i < 100_000; i++) {
            assertThat(keys.pinned("vm" + i, 22)).hasSize(1);
        }
    }

    @Test
    void aFingerprintIsTheOneThatSshKeygenShows() {
        var key = new HostKey("ssh-ed25519", "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl");
        assertThat(key.fingerprint()).isEqualTo("SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
    }

    @Test
    void leavesWhatIsNoRegularFileAndNothingBesideIt() throws IOException {
        var file = folder.resolve("known_hosts");
        var keys = HostKeys.load(file, List.of());
        try (var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(file));
            assertThatThrownBy(() -> keys.pin("vm1", 22, List.of(ONE)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageEndingWith(file + " is a socket, and is not replaced by a file");
        }
        assertThat(folder.toFile().list()).containsExactly("known_hosts");
        assertThat(FileKind.of(file)).isEqualTo(FileKind.SOCKET);
    }

    @Test
    void tellsTrustedUnknownAndChangedApart() throws IOException {
        var keys = keys(line("vm1", ONE) + line("vm1", RSA));
        assertThat(keys.judge("vm1", 22, ONE)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.judge("VM1", 22, RSA)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.judge("vm2", 22, ONE)).isEqualTo(new HostKeyVerdict.Unknown());
        assertThat(keys.judge("vm1", 2222, ONE)).isEqualTo(new HostKeyVerdict.Unknown());
        var file = folder.resolve("known_hosts");
        assertThat(keys.judge("vm1", 22, TWO))
                .isEqualTo(new HostKeyVerdict.Changed(List.of(ONE, RSA), List.of(file + ":1", file + ":2")));
        assertThat(keys.pinned("vm1", 22)).containsExactly(ONE, RSA);
    }

    @Test
    void readsPortsListsPatternsAndNegation() throws IOException {
        var keys = keys(line("[vm1]:2222,10.0.0.1", ONE) + line("*.rack,!bad.rack", TWO) + line("vm?", RSA));
        assertThat(keys.judge("vm1", 2222, ONE)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.judge("10.0.0.1", 22, ONE)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.judge("a.rack", 22, TWO)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.judge("bad.rack", 22, TWO)).isEqualTo(new HostKeyVerdict.Unknown());
        assertThat(keys.judge("vm9", 22, RSA)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.judge("vm10", 22, RSA)).isEqualTo(new HostKeyVerdict.Unknown());
    }

    @Test
    void readsHashedNames() throws IOException, GeneralSecurityException {
        var keys = keys(line(hashed("vm1"), ONE) + line(hashed("[vm1]:2222"), TWO));
        assertThat(keys.judge("vm1", 22, ONE)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.judge("vm1", 2222, TWO)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(keys.judge("vm2", 22, ONE)).isEqualTo(new HostKeyVerdict.Unknown());
    }

    private static String hashed(String name) throws GeneralSecurityException {
        var salt = "0123456789abcdefghij".getBytes(StandardCharsets.US_ASCII);
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(salt, "HmacSHA1"));
        var base64 = Base64.getEncoder();
        return "|1|" + base64.encodeToString(salt) + "|"
                + base64.encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aRevokedKeyIsNeverTrusted() throws IOException {
        var keys = keys(line("vm1", ONE) + "@revoked " + line("*", ONE));
        assertThat(keys.judge("vm1", 22, ONE))
                .isEqualTo(new HostKeyVerdict.Revoked(folder.resolve("known_hosts") + ":2"));
        assertThat(keys.judge("vm2", 22, TWO)).isEqualTo(new HostKeyVerdict.Unknown());
    }

    @Test
    void takesALoneCarriageReturnForPartOfTheLine() throws IOException {
        var keys = keys("# old\r" + line("vm1", ONE) + "vm2\u2003" + line("x", ONE)
                + line("vm3", TWO).replace("\n", "\r\n") + "# end\u0085" + line("vm4", ONE));
        assertThat(keys.pinned("vm1", 22)).isEmpty();
        assertThat(keys.pinned("vm2", 22)).isEmpty();
        assertThat(keys.pinned("vm3", 22)).containsExactly(TWO);
        assertThat(keys.pinned("vm4", 22)).isEmpty();
        assertThat(keys.problems()).isEmpty();
        var file =
                Files.writeString(folder.resolve("revoked"), "# old\r" + ONE.algorithm() + " " + ONE.base64() + "\n");
        assertThat(RevokedKeys.read(file).keys()).isEmpty();
    }

    @Test
    void reportsWhatItLeavesOut() throws IOException {
        var keys = keys("# comment\n\n@cert-authority " + line("*", ONE) + "vm1 ssh-ed25519\n" + "vm1 ssh-rsa "
                + ONE.base64() + "\nvm1 ssh-ed25519 !!!\n" + line("vm2", TWO));
        assertThat(keys.problems()).hasSize(4);
        assertThat(keys.problems().get(0)).contains("known_hosts:3", "@cert-authority", "not supported");
        assertThat(keys.problems().get(1)).contains("known_hosts:4");
        assertThat(keys.problems().get(2)).contains("known_hosts:5", "'ssh-ed25519', not 'ssh-rsa'");
        assertThat(keys.problems().get(3)).contains("known_hosts:6");
        assertThat(keys.judge("vm1", 22, ONE)).isEqualTo(new HostKeyVerdict.Unknown());
        assertThat(keys.judge("vm2", 22, TWO)).isEqualTo(new HostKeyVerdict.Trusted());
    }

    @Test
    void pinsBesideWhatIsThere() throws IOException {
        var keys = keys("# mine\n" + line("vm1", ONE));
        keys.pin("vm1", 22, List.of(ONE, RSA));
        keys.pin("vm2", 2222, List.of(TWO));
        assertThat(folder.resolve("known_hosts"))
                .hasContent("# mine\n" + line("vm1", ONE) + line("vm1", RSA) + line("[vm2]:2222", TWO));
        assertThat(keys.judge("vm2", 2222, TWO)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("known_hosts"))))
                .isEqualTo("rw-------");
    }

    @Test
    void replacesTheKeyOfAHostAndKeepsThoseOfOthers() throws IOException {
        var keys = keys(line("vm1", ONE) + line("vm1,vm2", ONE) + line("vm*,!vm9", RSA) + line("VM1,!vm1", ONE)
                + "@revoked " + line("vm1", RSA));
        keys.replace("vm1", 22, List.of(TWO));
        assertThat(folder.resolve("known_hosts"))
                .hasContent(line("vm2", ONE)
                        + line("vm*,!vm9,!vm1", RSA)
                        + line("VM1,!vm1", ONE)
                        + "@revoked "
                        + line("vm1", RSA)
                        + line("vm1", TWO));
        assertThat(keys.pinned("vm1", 22)).containsExactly(TWO);
        assertThat(keys.judge("vm1", 22, ONE)).isInstanceOf(HostKeyVerdict.Changed.class);
        assertThat(keys.pinned("vm2", 22)).containsExactly(ONE, RSA);
    }

    @Test
    void replacesAKeyOnAnotherPortThatAPatternMatches() throws IOException {
        var keys = keys(line("*", ONE) + line("[vm1]:2222,vm1", ONE));
        keys.replace("vm1", 2222, List.of(TWO));
        assertThat(keys.pinned("vm1", 2222)).containsExactly(TWO);
        assertThat(keys.pinned("vm1", 22)).containsExactly(ONE);
    }

    @Test
    void doesNotReplaceAKeyThatAnotherFileStillPins() throws IOException {
        var other = Files.writeString(folder.resolve("other"), "\n" + line("vm*", ONE));
        var file = Files.writeString(folder.resolve("known_hosts"), line("vm1", ONE));
        var keys = HostKeys.load(file, List.of(other));
        assertThat(keys.pinnedElsewhere("vm1", 22, List.of(TWO))).containsExactly(other + ":2");
        assertThat(keys.pinnedElsewhere("vm1", 22, List.of(ONE))).isEmpty();
        assertThatThrownBy(() -> keys.replace("vm1", 22, List.of(TWO))).hasMessageContaining(other + ":2");
        assertThat(file).hasContent(line("vm1", ONE));
    }

    @Test
    void readsOtherFilesAndNeverWritesThem() throws IOException {
        var other = Files.writeString(folder.resolve("other"), line("vm1", ONE));
        var keys = HostKeys.load(folder.resolve("deep/known_hosts"), List.of(other, folder.resolve("missing")));
        assertThat(keys.judge("vm1", 22, ONE)).isEqualTo(new HostKeyVerdict.Trusted());
        keys.pin("vm2", 22, List.of(TWO));
        assertThat(other).hasContent(line("vm1", ONE));
        assertThat(folder.resolve("deep/known_hosts")).hasContent(line("vm2", TWO));
    }

    @Test
    void theFileOfOneHostCountsForNoOther() throws IOException {
        var keys = keys(line("vm1", ONE));
        var single = Files.writeString(folder.resolve("single"), line("vm2", TWO) + "broken\n");
        var own = keys.with(List.of(single, folder.resolve("known_hosts"), folder.resolve("missing")));
        assertThat(own.files()).containsExactly(folder.resolve("known_hosts"), single, folder.resolve("missing"));
        assertThat(own.pinned("vm2", 22)).containsExactly(TWO);
        assertThat(own.judge("vm1", 22, ONE)).isEqualTo(new HostKeyVerdict.Trusted());
        assertThat(own.problems()).singleElement().asString().contains("single:2");
        assertThat(keys.judge("vm2", 22, TWO)).isEqualTo(new HostKeyVerdict.Unknown());
        assertThat(keys.problems()).isEmpty();
        assertThat(own.pinnedElsewhere("vm2", 22, List.of(ONE))).containsExactly(single + ":1");
        own.pin("vm3", 22, List.of(ONE));
        assertThat(keys.pinned("vm3", 22)).containsExactly(ONE);
        assertThat(single).hasContent(line("vm2", TWO) + "broken\n");
        Files.writeString(single, line("vm2", ONE));
        assertThat(keys.with(List.of(single)).pinned("vm2", 22)).containsExactly(ONE);
    }

    @Test
    void severalWritersLoseNothing() throws Exception {
        var file = folder.resolve("known_hosts");
        var threads = new ArrayList<Thread>();
        for (var i = 0; i < 8; i++) {
            var name = "vm" + i;
            // Each has read the file for itself, as separate commands have.
            var keys = HostKeys.load(file, List.of());
            threads.add(Thread.ofPlatform().start(() -> keys.pin(name, 22, List.of(ONE))));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(Files.readAllLines(file)).hasSize(8);
    }

    @Test
    void noKeyIsNoKey() {
        assertThatThrownBy(() -> HostKey.of(new byte[] {0, 0})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HostKey.of(new byte[] {0, 0, 9, 9, 1})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatOnlySshFollowsIsNoProblemForIt() throws Exception {
        var keys = keys("@cert-authority " + line("*", ONE) + "\n@other " + line("*", ONE));
        assertThat(keys.problems()).hasSize(2);
        assertThat(keys.problemsWithSsh()).singleElement().asString().contains("@other");
    }

    @Test
    void doesNotWaitForALockThatIsAFifo() throws Exception {
        var keys = keys("");
        var lock = Path.of(keys.file() + ".lock");
        assertThat(new ProcessBuilder("mkfifo", lock.toString()).start().waitFor())
                .isZero();
        assertThatThrownBy(() -> keys.pin("vm1", 22, List.of(ONE)))
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("it is a FIFO and no regular file");
    }
}
