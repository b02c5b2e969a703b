package dev.volta.hashing.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.wire.AtomicFile;
import dev.volta.core.wire.KernelLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TokenKeyTest {
    @TempDir
    private Path folder;

    @Test
    void isDrawnOnceAndKeptForItsOwnerAlone() throws IOException {
        var file = folder.resolve("state/secret");
        var key = TokenKey.in(file);
        assertThat(key.apply("w1")).matches("[0-9a-f]{64}").isNotEqualTo(key.apply("w2"));
        assertThat(TokenKey.in(file).apply("w1")).isEqualTo(key.apply("w1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var left = Files.list(file.getParent())) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aLookDrawsNothing() throws IOException {
        var file = folder.resolve("state/secret");
        assertThat(TokenKey.look(file).apply("w1")).matches("[0-9a-f]{64}");
        assertThat(file.getParent()).doesNotExist();
        assertThat(TokenKey.in(file).apply("w1")).isEqualTo(TokenKey.look(file).apply("w1"));
    }

    @Test
    void commandsThatDrawAtTheSameTimeHaveTheSame() {
        var file = folder.resolve("secret");
        var seen = ConcurrentHashMap.<String>newKeySet();
        IntStream.range(0, 16).parallel().forEach(_ -> {
            try {
                seen.add(TokenKey.in(file).apply("w1"));
            } catch (IOException e) {
                seen.add(e.toString());
            }
        });
        assertThat(seen).singleElement().asString().matches("[0-9a-f]{64}");
    }

    @Test
    void refusesOneThatOthersCouldHaveWrittenOrRead() throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "0".repeat(64) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> TokenKey.in(file)).hasMessageContaining(file + " is open to others, mode 0644");
        Files.delete(file);
        Files.createSymbolicLink(file, folder.resolve("theirs"));
        assertThatThrownBy(() -> TokenKey.in(file)).hasMessageContaining(file + " is no regular file");
        assertThat(folder.resolve("theirs")).doesNotExist();
    }

    @Test
    void drawsADamagedOneAnew() throws IOException {
        var file = folder.resolve("secret");
        var seen = new HashSet<String>();
        seen.add(TokenKey.in(file).apply("w1"));
        for (var damage : new String[] {"", "\0".repeat(65), "0".repeat(63) + "\n", "\u00e9".repeat(64)}) {
            Files.writeString(file, damage);
            var token = TokenKey.in(file).apply("w1");
            assertThat(TokenKey.in(file).apply("w1")).isEqualTo(token);
            assertThat(seen.add(token)).as(damage).isTrue();
        }
    }

    @Test
    @Timeout(120)
    void ofCommandsThatFindItDamagedOneDraws() throws Exception {
        var file = folder.resolve("secret");
        var good = TokenKey.in(file).apply("w1");
        var text = Files.readAllBytes(file);
        AtomicFile.write(file, new byte[0]);
        var late = new FutureTask<>(() -> TokenKey.in(file).apply("w1"));
        var thread = new Thread(late);
        try (var _ = KernelLock.tryTake(folder.resolve("secret.lock")).orElseThrow()) {
            thread.start();
            while (!late.isDone() && thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            AtomicFile.write(file, text); // as the command does that has the lock
        }
        assertThat(late.get()).isEqualTo(good);
        assertThat(TokenKey.in(file).apply("w1")).isEqualTo(good);
    }
}
