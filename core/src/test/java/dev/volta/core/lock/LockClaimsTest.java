package dev.volta.core.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.remote.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files of claims that are damaged, odd, or none. */
@Timeout(300)
class LockClaimsTest extends OnOwnLock {
    /** Whether a claim is cut at every byte. */
    private static final boolean EVERYWHERE = Boolean.getBoolean("volta.cuts");

    @Test
    void aClaimWithOddNumbersExpires() throws Exception {
        var whole = Files.readAllLines(aClaim());
        var old = FileTime.from(Instant.now().minus(TTL).minusSeconds(5));
        for (var odd : List.of("08", "-1", "1 2", "$((1))", "")) {
            for (var line : List.of(1, 3, 4)) {
                var lines = new ArrayList<>(whole);
                lines.set(line, odd);
                Files.write(held("dead"), lines);
                var what = "line " + line + ": '" + odd + "'";
                assertThat(lock.state()).as(what).isInstanceOf(LockState.Damaged.class);
                assertThatThrownBy(() -> take("two", Duration.ZERO)).as(what).isInstanceOf(LockHeldException.class);
                Files.setLastModifiedTime(held("dead"), old);
                take("two", Duration.ZERO);
                assertThat(renewed("two")).as(what).isTrue();
                Files.delete(held("two"));
            }
        }
    }

    /** What a power cut may leave: the beginning, and nothing or zeros behind it. */
    private void damage(byte[] whole, int length, boolean zeros) throws IOException {
        var beginning = Arrays.copyOf(whole, length);
        Files.write(held("dead"), zeros ? Arrays.copyOf(beginning, whole.length) : beginning);
    }

    @Test
    void aClaimThatIsCutOrZeroedAtAnyByteExpires() throws Exception {
        var whole = Files.readAllBytes(aClaim());
        var old = FileTime.from(Instant.now().minus(TTL).minusSeconds(5));
        var random = ThreadLocalRandom.current();
        var first = EVERYWHERE ? 0 : random.nextInt(4);
        for (var length = first; length < whole.length - 1; length += EVERYWHERE ? 1 : 1 + random.nextInt(4)) {
            damage(whole, length, random.nextBoolean());
            Files.setLastModifiedTime(held("dead"), old);
            take("two", Duration.ZERO);
            assertThat(claims()).as(length + " bytes").containsExactly("volta-lock.lab.two.held");
            Files.delete(held("two"));
        }
    }

    @Test
    void aDamagedClaimIsToldAndCanBeBroken() throws Exception {
        var whole = Files.readAllBytes(aClaim());
        for (var zeros : List.of(true, false)) {
            damage(whole, 0, zeros);
            // Just now it may have been anybody's, who is alive.
            assertThat(lock.state().told()).startsWith("damaged, a claim that cannot be read; it expires in ");
            assertThatThrownBy(() -> take("two", Duration.ZERO))
                    .isInstanceOf(LockHeldException.class)
                    .hasMessageContaining(
                            "the fleet is locked on n1: damaged, a claim that cannot be read; it expires in ");
            Files.setLastModifiedTime(held("dead"), FileTime.from(Instant.now().minus(TTL.multipliedBy(2))));
            assertThat(lock.state().told())
                    .isEqualTo("damaged, a claim that cannot be read; the next command takes the lock over");
            damage(whole, 0, zeros);
            assertThat(lost("dead")).isEqualTo("the file of it on n1 is damaged");
            damage(whole, 0, zeros);
            assertThat(lock.breakIt(BREAKER)).isEqualTo(new LockState.Free());
            assertThat(claims()).isEmpty();
        }
    }

    @Test
    void passesOverWhatIsNoClaim() throws Exception {
        var trap = folder.resolve("volta-lock.lab.trap.held");
        Files.createSymbolicLink(trap, folder.resolve("elsewhere"));
        Files.createDirectory(folder.resolve("volta-lock.lab.folder.held"));
        Files.writeString(folder.resolve("volta-lock.lab.a b.held"), "");
        Files.writeString(folder.resolve("volta-lock.lab.*.held"), "");
        HERE.run(Command.of("mkfifo", folder + "/volta-lock.lab.pipe.held"));
        take("one", Duration.ZERO);
        assertThat(lock.breakIt(BREAKER)).isEqualTo(new LockState.Free());
        assertThat(claims()).hasSize(6).contains("volta-lock.lab.one.broken");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void tellsWhatAClaimSaysWithoutObeyingIt() throws Exception {
        lock.take(
                new Claim("one", "ann\n\033[31m", "desk\r", 1, "volta exec 'a\nb'" + "x".repeat(5000)), Duration.ZERO);
        assertThat(lock.state().told())
                .startsWith("held by ann \\x1b[31m@desk\\x0d (process 1, 'volta exec 'a b'xxx")
                .hasSizeLessThan(1200)
                .doesNotContain("\033");
        var theirs =
                Files.readString(held("one")).replace("ann", "\u009b31m\u202eann"); // as other programs may write it
        Files.writeString(held("one"), theirs);
        assertThat(lock.state().told()).startsWith("held by \\u{9b}31m\\u{202e}ann ");
    }
}
