package dev.volta.hashing.node.controller;

import java.util.HashMap;
import java.util.Map;

/**
 * Counts the workers of a job that were lost in a row over the same work, to tell what ends its workers, such as a folder
 * that does not fit in memory, from bad luck. It starts afresh with the controller.
 */
final class Losses {
    /** With this many, work is not given to yet another worker. */
    static final int MOST = 3;

    private final Map<Integer, Integer> walks = new HashMap<>();
    private final Map<Item, Integer> files = new HashMap<>();

    private record Item(int lane, long index) {}

    /** A worker was lost in the walk of a lane; returns how many that makes since the walk last came forward. */
    int walk(int lane) {
        return walks.merge(lane, 1, Integer::sum);
    }

    void walkCameForward(int lane) {
        walks.remove(lane);
    }

    /** A worker was lost that had nothing but this file left; returns how many that makes. */
    int file(int lane, long index) {
        return files.merge(new Item(lane, index), 1, Integer::sum);
    }

    int ofFile(int lane, long index) {
        return files.getOrDefault(new Item(lane, index), 0);
    }
}
