package dev.volta.hashing.node.controller;

import java.util.BitSet;
import java.util.List;

/** What a worker has in hand. */
sealed interface Lease {
    long id();

    int lane();

    /** {@code firstRoot} and {@code endRoot} are positions in the lane's list of roots. */
    record Walking(long id, int lane, int firstRoot, int endRoot) implements Lease {}

    /** Some files; {@code open} holds the positions of those without a result. Indexes rise strictly. */
    record Digesting(long id, int lane, List<LeaseItem> items, BitSet open) implements Lease {
        static Digesting of(long id, int lane, List<LeaseItem> items) {
            BitSet open = new BitSet(items.size());
            open.set(0, items.size());
            return new Digesting(id, lane, items, open);
        }

        /** Position of the item with this index, negative if the lease does not hold it. */
        int position(long index) {
            int low = 0;
            int high = items.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                long found = items.get(middle).index();
                if (found == index) {
                    return middle;
                }
                if (found < index) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }

        List<LeaseItem> unfinished() {
            return open.stream().mapToObj(items::get).toList();
        }
    }
}
