package dev.volta.core.keeper.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.core.keeper.KeeperPlace;
import dev.volta.core.keeper.TestKeeper;
import dev.volta.core.keeper.TestPlans;
import dev.volta.core.vm.fleet.Booting;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a keeper leaves when it ends, with its log in the file where a program has it. */
@Timeout(60)
class KeeperEndTest {
    @TempDir
    private Path folder;

    private final AtomicBoolean broken = new AtomicBoolean();
    private KeeperPlace place;

    @BeforeEach
    void aPlace() throws IOException {
        place = TestKeeper.place(folder);
    }

    private Instant now() {
        if (broken.get()) {
            throw new IllegalStateException("made up");
        }
        return Instant.now();
    }

    private Keeper open() throws IOException {
        var log = new PrintStream(place.log().toFile(), StandardCharsets.UTF_8);
        return Keeper.open(place, "test", Duration.ofMinutes(10), new TestPlans(), Booting.NONE, this::now, log)
                .orElseThrow();
    }

    @Test
    void removesItsLogIfAllWentWell() throws Exception {
        var keeper = open();
        assertThat(place.log()).isNotEmptyFile();
        keeper.leave();
        keeper.keep();
        keeper.close();
        assertThat(place.log()).doesNotExist();
        assertThat(place.socket()).doesNotExist();
    }

    @Test
    void leavesItsLogToWhoeverLooksForTheReason() throws Exception {
        try (var keeper = open()) {
            broken.set(true);
            assertThatThrownBy(keeper::keep).hasMessage("made up");
        }
        assertThat(place.log()).isNotEmptyFile();
        assertThat(place.socket()).doesNotExist();
    }

    @Test
    void leavesTheLogOfAnotherKeeperThatHasCome() throws Exception {
        var keeper = open();
        Files.delete(place.socket());
        try (var next = open()) {
            keeper.close();
            assertThat(place.log()).exists();
            next.leave();
        }
    }
}
