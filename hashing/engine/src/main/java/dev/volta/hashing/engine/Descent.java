package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.FileStatus;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The directories that a walk is in, from its root to the deepest one. A directory costs a few bytes here: its path is a
 * part of the deepest path, and names that are still to be visited are kept for those at the bottom only, as many as the
 * budget of memory allows. Of the others the name that the walk went into is known from the path, so that they can be read
 * again from there. That way neither the depth of a tree nor the number of names in it is limited by memory.
 */
final class Descent {
    private final long mostNameBytes;
    private final boolean remembersSelves;
    private byte[] path = new byte[256];
    private int rootLength;
    /** For each directory the bytes that its entries have before their own name. */
    private int[] stems = new int[16];

    private @Nullable Names[] names = new Names[16];
    private long[] selves = {};
    private int depth;
    private long nameBytes;
    /** The first directory that may have names. */
    private int firstWithNames;

    /** @param remembersSelves whether {@link #contains} will be asked */
    Descent(long mostNameBytes, boolean remembersSelves) {
        this.mostNameBytes = mostNameBytes;
        this.remembersSelves = remembersSelves;
    }

    boolean isEmpty() {
        return depth == 0;
    }

    /** Whether the deepest directory is the one in which the walk began. */
    boolean isAtRoot() {
        return depth == 1;
    }

    /** Goes into {@code directory}, the root or an entry of the deepest directory. */
    void enter(RawPath directory, FileStatus self, Names entries) {
        makeRoom();
        var bytes = directory.shared();
        var slash = bytes.length == 0 || bytes[bytes.length - 1] != '/';
        var stem = bytes.length + (slash ? 1 : 0);
        if (path.length < stem) {
            path = Arrays.copyOf(path, Math.max(stem, 2 * path.length));
        }
        var known = depth == 0 ? 0 : stems[depth - 1];
        System.arraycopy(bytes, known, path, known, bytes.length - known);
        path[stem - 1] = '/';
        if (depth == 0) {
            rootLength = bytes.length;
        }
        stems[depth] = stem;
        if (remembersSelves) {
            selves[2 * depth] = self.device();
            selves[2 * depth + 1] = self.inode();
        }
        depth++;
        hold(entries);
    }

    /** Takes these names of the deepest directory for those that are left of it. */
    void hold(Names entries) {
        release(depth - 1);
        names[depth - 1] = entries;
        nameBytes += entries.bytes();
        firstWithNames = Math.min(firstWithNames, depth - 1);
        while (nameBytes > mostNameBytes && firstWithNames < depth - 1) {
            release(firstWithNames++);
        }
    }

    private void release(int level) {
        var held = names[level];
        if (held != null) {
            nameBytes -= held.bytes();
            names[level] = null;
        }
    }

    private void makeRoom() {
        if (depth == stems.length) {
            stems = Arrays.copyOf(stems, 2 * depth);
            names = Arrays.copyOf(names, 2 * depth);
        }
        if (remembersSelves && selves.length < 2 * stems.length) {
            selves = Arrays.copyOf(selves, 2 * stems.length);
        }
    }

    /** The next name of the deepest directory, or null if none is at hand. */
    Names.@Nullable Name next() {
        var held = names[depth - 1];
        return held == null ? null : held.next();
    }

    /**
     * After {@link #next} gave null: the name of the deepest directory after which it has to be read again, or null if that
     * is not necessary.
     */
    byte @Nullable [] unreadAfter() {
        var held = names[depth - 1];
        if (held == null) {
            // The one that was left just now.
            return Arrays.copyOfRange(path, stems[depth - 1], stems[depth] - 1);
        }
        return held.isComplete() ? null : held.lastTaken();
    }

    void leave() {
        depth--;
        release(depth);
        firstWithNames = Math.min(firstWithNames, depth);
    }

    /** The path of the deepest directory. */
    RawPath path() {
        return RawPath.ofOwn(Arrays.copyOf(path, depth == 1 ? rootLength : stems[depth - 1] - 1));
    }

    /** The path of an entry of the deepest directory. */
    RawPath entry(byte[] name) {
        var stem = stems[depth - 1];
        var joined = Arrays.copyOf(path, stem + name.length);
        System.arraycopy(name, 0, joined, stem, name.length);
        return RawPath.ofOwn(joined);
    }

    /** Whether the walk is in {@code directory} already. */
    boolean contains(FileStatus directory) {
        for (var level = 0; level < depth; level++) {
            if (selves[2 * level + 1] == directory.inode() && selves[2 * level] == directory.device()) {
                return true;
            }
        }
        return false;
    }
}
