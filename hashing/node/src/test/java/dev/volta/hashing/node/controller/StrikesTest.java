package dev.volta.hashing.node.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.volta.hashing.node.journal.Disk;
import dev.volta.hashing.node.wire.ClientMessage;
import dev.volta.hashing.node.wire.ProtocolException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a worker that breaks the protocol. */
@Timeout(60)
class StrikesTest {
    @TempDir
    Path folder;

    private PlayedFleet fleet() throws IOException {
        return new PlayedFleet(folder, Disk.REAL, PlayedFleet.TREE);
    }

    private static void misbehave(PlayedFleet fleet) throws IOException, InterruptedException {
        var worker = fleet.connect("w", 1);
        fleet.board.strike(worker, "made up");
        fleet.board.disconnect(worker, "made up");
    }

    @Test
    void keepsOutAWorkerThatBrokeTheProtocolThreeTimesInARow() throws Exception {
        try (var fleet = fleet()) {
            for (var i = 0; i < 3; i++) {
                misbehave(fleet);
            }
            assertThatThrownBy(() -> fleet.connect("w", 1)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void forgetsWhatAWorkerBrokeOnceItHasDoneItsWork() throws Exception {
        try (var fleet = fleet()) {
            misbehave(fleet);
            misbehave(fleet);
            var worker = fleet.connect("w", 1);
            assertThat(fleet.run(PlayedFleet.SPEC)).isInstanceOf(ClientMessage.Completed.class);
            fleet.board.disconnect(worker, "over");
            misbehave(fleet);
            misbehave(fleet);
            fleet.connect("w", 1);
        }
    }
}
