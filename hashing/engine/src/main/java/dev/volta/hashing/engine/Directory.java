package dev.volta.hashing.engine;

import dev.volta.hashing.engine.posix.FileStatus;
import dev.volta.hashing.engine.posix.SystemCalls;
import java.util.function.Predicate;

/** Looks at directories and at what is in them. */
final class Directory {
    private static final int DT_UNKNOWN = 0;
    private static final int DT_DIR = 4;
    private static final int DT_REG = 8;
    private static final int DT_LNK = 10;

    private Directory() {}

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
     * Something in a directory.
     *
     * @param size bytes of a {@link Type#FILE} as far as the file system says, else 0
     * @param errno why the entry is {@link Type#UNREADABLE}, else 0
     */
    record Entry(RawPath path, Type type, long size, int errno) {}

    /** What came of reading a directory. */
    sealed interface Reading {
        record Sorted(Names names) implements Reading {}

        record Unreadable(int errno) implements Reading {}
    }

    /**
     * Reads the open directory {@code descriptor}; names that are not {@code wanted} cost nothing more.
     *
     * @param mostBytes of memory for the names; of more, only the first in order are kept
     */
    static Reading read(SystemCalls calls, int descriptor, long mostBytes, Predicate<byte[]> wanted) {
        var names = new Names(mostBytes);
        var result = calls.list(descriptor, (name, type) -> {
            if (wanted.test(name)) {
                names.add(name, type);
            }
        });
        if (result < 0) {
            return new Reading.Unreadable(-result);
        }
        names.sort();
        names.trim();
        return new Reading.Sorted(names);
    }

    /**
     * What {@code name} of a directory is, which has the path {@code entry}. The kernel is asked only where the listing does
     * not tell enough: sizes, followed links, file systems without types.
     */
    static Entry look(SystemCalls calls, Symlinks policy, RawPath entry, Names.Name name) {
        var follow = policy == Symlinks.FOLLOW;
        return switch (name.type()) {
            case DT_DIR -> new Entry(entry, Type.DIRECTORY, 0, 0);
            case DT_LNK -> follow ? stat(calls, true, entry) : new Entry(entry, Type.SYMLINK, 0, 0);
            case DT_REG, DT_UNKNOWN -> stat(calls, follow, entry);
            default -> new Entry(entry, Type.SPECIAL, 0, 0);
        };
    }

    private static Entry stat(SystemCalls calls, boolean follow, RawPath entry) {
        var result = calls.stat(entry.shared(), follow);
        if (result < 0) {
            return new Entry(entry, Type.UNREADABLE, 0, -result);
        }
        var status = calls.status();
        var type = Type.of(status);
        return new Entry(entry, type, type == Type.FILE ? status.size() : 0, 0);
    }
}
