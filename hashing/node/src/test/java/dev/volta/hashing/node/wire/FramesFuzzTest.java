package dev.volta.hashing.node.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** {@code -Dvolta.frames=N} and {@code -Dvolta.seed=N} choose how many frames and which. */
class FramesFuzzTest {
    @Test
    void aBrokenFrameIsAProtocolFaultAndNothingElse() {
        long seed = Long.getLong("volta.seed", System.nanoTime());
        int frames = Integer.getInteger("volta.frames", 100_000);
        System.out.println("FramesFuzzTest: " + frames + " frames, -Dvolta.seed=" + seed);
        FrameFuzz fuzz = new FrameFuzz(seed);
        int decoded = 0;
        int refused = 0;
        for (int i = 0; i < frames; i++) {
            byte[] frame = fuzz.next();
            try {
                Message message = Frames.decode(
                        ByteBuffer.wrap(frame, 4, frame.length - 4).slice());
                ByteBuffer again = Frames.encode(message);
                assertThat(Frames.decode(again.slice(4, again.remaining() - 4)))
                        .usingRecursiveComparison()
                        .isEqualTo(message);
                decoded++;
            } catch (ProtocolException e) {
                refused++;
            }
        }
        assertThat(decoded).as("decoded").isPositive();
        assertThat(refused).as("refused").isPositive();
    }
}
