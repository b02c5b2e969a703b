package dev.volta.hashing.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names of one directory with their types, packed so that a million of them fit where a million objects would not:
 * each is its type, its bytes and a zero byte in one of many blocks, and a name is known by its position. Adding comes
 * first, then {@link #sort()}, then taking.
 */
final class Names {
    private static final int BLOCK_BITS = 16;
    private static final int BLOCK_BYTES = 1 << BLOCK_BITS;
    private static final int BLOCK_MASK = BLOCK_BYTES - 1;
    private static final int FIRST_POSITIONS = 16;
    /** Runs this short are sorted by insertion. */
    private static final int SHORT_RUN = 8;

    private final List<byte[]> blocks = new ArrayList<>();
    private byte[] filling = {};
    private int used;
    private int[] positions = new int[FIRST_POSITIONS];
    private int count;
    private int taken;

    /** {@code name} holds no zero byte and is shorter than a block, as every name of a file is. */
    void add(byte[] name, int type) {
        var bytes = name.length + 2;
        if (used + bytes > filling.length) {
            makeRoom(bytes);
        }
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, 2 * count);
        }
        positions[count++] = ((blocks.size() - 1) << BLOCK_BITS) | used;
        filling[used] = (byte) type;
        System.arraycopy(name, 0, filling, used + 1, name.length);
        used += bytes;
    }

    /** Small directories are many, so the first block grows; a full one is followed by another. */
    private void makeRoom(int bytes) {
        if (filling.length < BLOCK_BYTES && used + bytes <= BLOCK_BYTES) {
            var larger = Arrays.copyOf(filling, Math.min(BLOCK_BYTES, Math.max(256, 2 * (used + bytes))));
            if (!blocks.isEmpty()) {
                blocks.removeLast();
            }
            filling = larger;
        } else {
            filling = new byte[BLOCK_BYTES];
            used = 0;
        }
        blocks.add(filling);
    }

    int size() {
        return count;
    }

    /** Brings the names in the order of their unsigned bytes, by merging, in place but for half of the positions. */
    void sort() {
        sort(0, count, new int[(count + 1) / 2]);
    }

    private void sort(int from, int to, int[] spare) {
        if (to - from <= SHORT_RUN) {
            insertionSort(from, to);
            return;
        }
        var middle = (from + to) >>> 1;
        sort(from, middle, spare);
        sort(middle, to, spare);
        merge(from, middle, to, spare);
    }

    private void insertionSort(int from, int to) {
        for (var i = from + 1; i < to; i++) {
            var moving = positions[i];
            var at = i;
            while (at > from && compare(positions[at - 1], moving) > 0) {
                positions[at] = positions[at - 1];
                at--;
            }
            positions[at] = moving;
        }
    }

    private void merge(int from, int middle, int to, int[] spare) {
        if (compare(positions[middle - 1], positions[middle]) <= 0) {
            return;
        }
        var left = 0;
        var leftEnd = middle - from;
        System.arraycopy(positions, from, spare, 0, leftEnd);
        var right = middle;
        for (var at = from; left < leftEnd; at++) {
            var takeRight = right < to && compare(positions[right], spare[left]) < 0;
            positions[at] = takeRight ? positions[right++] : spare[left++];
        }
    }

    /** The zero byte at the end makes a name come before those that it begins. */
    private int compare(int one, int other) {
        var a = blocks.get(one >>> BLOCK_BITS);
        var b = blocks.get(other >>> BLOCK_BITS);
        var atA = (one & BLOCK_MASK) + 1;
        var atB = (other & BLOCK_MASK) + 1;
        while (a[atA] == b[atB] && a[atA] != 0) {
            atA++;
            atB++;
        }
        return Byte.compareUnsigned(a[atA], b[atB]);
    }

    /** A name with its {@code DT_} number. */
    record Name(byte[] bytes, int type) {}

    /** The next name, or null after the last. */
    @Nullable
    Name next() {
        if (taken == count) {
            return null;
        }
        var position = positions[taken++];
        var block = blocks.get(position >>> BLOCK_BITS);
        var start = (position & BLOCK_MASK) + 1;
        var end = start;
        while (block[end] != 0) {
            end++;
        }
        return new Name(Arrays.copyOfRange(block, start, end), block[start - 1]);
    }
}
