package dev.volta.hashing.node.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Whole frames that are random, or samples with a few bytes changed, cut or added. */
public final class FrameFuzz {
    private final Random random;
    private final List<byte[]> samples;

    public FrameFuzz(long seed) {
        random = new Random(seed);
        samples = Samples.all().stream()
                .map(message -> {
                    ByteBuffer frame = Frames.encode(message);
                    byte[] bytes = new byte[frame.remaining()];
                    frame.get(bytes);
                    return bytes;
                })
                .toList();
    }

    public Random random() {
        return random;
    }

    public byte[] next() {
        byte[] frame = random.nextInt(4) == 0
                ? noise(5 + random.nextInt(200))
                : samples.get(random.nextInt(samples.size())).clone();
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        return switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(frame, 5 + random.nextInt(frame.length));
            // A length that is right lets what follows be looked at.
            case 1, 2 -> ByteBuffer.wrap(frame).putInt(0, frame.length - 4).array();
            default -> frame;
        };
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
