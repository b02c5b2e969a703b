package dev.volta.hashing.engine;

import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The names of one directory with their types, packed so that a million of them fit where a million objects would not:
 * each is its type, its bytes and a zero byte in one of many blocks, and a name is known by its position. Adding comes
 * first, then {@link #sort()}, then taking.
 *
 * <p>There is a budget of memory. When it is used up the larger half of the names is given away, and with it every later
 * name that is not smaller than those that are left. So what is taken is the beginning of the directory in order, and
 * {@link #isComplete()} says whether the rest has to be read again.
 */
final class Names {
    private static final int BLOCK_BITS = 16;
    private static final int BLOCK_BYTES = 1 << BLOCK_BITS;
    private static final int BLOCK_MASK = BLOCK_BYTES - 1;
    private static final int FIRST_POSITIONS = 16;
    private static final int NONE = -1;
    /** Runs this short are sorted by insertion. */
    private static final int SHORT_RUN = 8;

    private final ArrayList<byte[]> blocks = new ArrayList<>();
    private byte[] filling = {};
    private int used;
    private int[] positions = new int[FIRST_POSITIONS];
    private final long mostBytes;
    private int count;
    private int taken;
    private byte @Nullable [] last;
    /** Position of the largest name if others were given away, else negative. */
    private int bound = NONE;

    Names(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** {@code name} holds no zero byte and is shorter than a block, as every name of a file is. */
    void add(byte[] name, int type) {
        if (bound != NONE && isBehindBound(name)) {
            return;
        }
        append(name, type);
        if (bytes() > mostBytes && count > 1) {
            giveHalfAway();
        }
    }

    private void append(byte[] name, int type) {
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

    private boolean isBehindBound(byte[] name) {
        var block = blocks.get(bound >>> BLOCK_BITS);
        var start = (bound & BLOCK_MASK) + 1;
        var end = start;
        while (block[end] != 0) {
            end++;
        }
        return Arrays.compareUnsigned(name, 0, name.length, block, start, end) >= 0;
    }

    private void giveHalfAway() {
        sort();
        var kept = new Names(Long.MAX_VALUE);
        for (var i = 0; i < (count + 1) / 2; i++) {
            var name = name(positions[i]);
            kept.append(name.bytes(), name.type());
        }
        blocks.clear();
        blocks.addAll(kept.blocks);
        filling = kept.filling;
        used = kept.used;
        positions = kept.positions;
        count = kept.count;
        bound = positions[count - 1];
    }

    /** Memory in use, about. */
    long bytes() {
        return (blocks.isEmpty() ? 0 : (blocks.size() - 1L) * BLOCK_BYTES + filling.length)
                + (long) Integer.BYTES * positions.length;
    }

    int size() {
        return count;
    }

    /** Whether every name that was added is here. */
    boolean isComplete() {
        return bound == NONE;
    }

    /** The name that was taken last, null before the first. */
    byte @Nullable [] lastTaken() {
        return last;
    }

    /** Brings the names in the order of their unsigned bytes, by merging, in place but for half of the positions. */
    void sort() {
        sort(0, count, new int[(count + 1) / 2]);
    }

    /** Gives back memory that was taken in advance; nothing can be added any more. */
    void trim() {
        if (blocks.size() == 1 && used < filling.length) {
            filling = Arrays.copyOf(filling, used);
            blocks.set(0, filling);
        }
        positions = Arrays.copyOf(positions, count);
        blocks.trimToSize();
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
        var next = name(positions[taken++]);
        last = next.bytes();
        return next;
    }

    private Name name(int position) {
        var block = blocks.get(position >>> BLOCK_BITS);
        var start = (position & BLOCK_MASK) + 1;
        var end = start;
        while (block[end] != 0) {
            end++;
        }
        return new Name(Arrays.copyOfRange(block, start, end), block[start - 1]);
    }
}
