package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.FileStatus;
import dev.volta.hashing.engine.posix.SystemCalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * A directory that a walk is in: the entries it still has to visit.
 *
 * @param self its device and inode, to recognise a loop
 */
record Directory(RawPath path, FileStatus self, Iterator<Entry> rest) {
    private static final int DT_UNKNOWN = 0;
    private static final int DT_DIR = 4;
    private static final int DT_REG = 8;
    private static final int DT_LNK = 10;

    /** What a name in a directory stands for. */
    enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        SPECIAL,
        UNREADABLE;

        static Type of(FileStatus status) {
            if (status.isRegular()) {
                return FILE;
            }
            if (status.isDirectory()) {
                return DIRECTORY;
            }
            return status.isSymlink() ? SYMLINK : SPECIAL;
        }
    }

    /**
     * A name in a directory.
     *
     * @param size bytes of a {@link Type#FILE}, else 0
     * @param errno why the entry is {@link Type#UNREADABLE}, else 0
     */
    record Entry(byte[] name, Type type, long size, int errno) {}

    private record Listed(byte[] name, int type) {}

    /** What came of reading a directory. */
    sealed interface Reading {
        record Entries(List<Entry> sorted) implements Reading {}

        record Unreadable(int errno) implements Reading {}
    }

    /** Reads the open directory {@code descriptor}; names that are not {@code wanted} cost nothing more. */
    static Reading read(SystemCalls calls, int descriptor, Symlinks policy, Predicate<byte[]> wanted) {
        var listed = new ArrayList<Listed>();
        var result = calls.list(descriptor, (name, type) -> {
            if (wanted.test(name)) {
                listed.add(new Listed(name, type));
            }
        });
        if (result < 0) {
            return new Reading.Unreadable(-result);
        }
        listed.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
        var entries = new ArrayList<Entry>(listed.size());
        for (var found : listed) {
            entries.add(look(calls, descriptor, policy, found));
        }
        return new Reading.Entries(entries);
    }

    /** Asks the kernel only where the listing does not tell enough: sizes, followed links, file systems without types. */
    private static Entry look(SystemCalls calls, int descriptor, Symlinks policy, Listed listed) {
        var follow = policy == Symlinks.FOLLOW;
        return switch (listed.type) {
            case DT_DIR -> new Entry(listed.name, Type.DIRECTORY, 0, 0);
            case DT_LNK -> follow ? stat(calls, descriptor, true, listed) : new Entry(listed.name, Type.SYMLINK, 0, 0);
            case DT_REG, DT_UNKNOWN -> stat(calls, descriptor, follow, listed);
            default -> new Entry(listed.name, Type.SPECIAL, 0, 0);
        };
    }

    private static Entry stat(SystemCalls calls, int descriptor, boolean follow, Listed listed) {
        var result = calls.statAt(descriptor, listed.name, follow);
        if (result < 0) {
            return new Entry(listed.name, Type.UNREADABLE, 0, -result);
        }
        var status = calls.status();
        var type = Type.of(status);
        return new Entry(listed.name, type, type == Type.FILE ? status.size() : 0, 0);
    }
}
