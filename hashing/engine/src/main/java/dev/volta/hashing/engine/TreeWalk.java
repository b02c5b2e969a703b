package dev.volta.hashing.engine;

import dev.volta.hashing.engine.WalkEntry.Kind;
import dev.volta.hashing.engine.posix.Errno;
import dev.volta.hashing.engine.posix.FileStatus;
import dev.volta.hashing.engine.posix.SystemCalls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Visits what lies below a root, depth first, each directory in the order of {@link RawPath}. What cannot be read is an
 * entry, not an exception. No descriptor stays open, and memory holds no more than a budget of names: a directory that has
 * more of them, or that the walk comes back to from deep below, is read again from where it was left.
 */
public final class TreeWalk {
    /** The longest path that is visited unless a walk is told otherwise. */
    public static final int LONGEST_PATH = 8 << 20;

    /** No name is longer: the kernel takes no more in one call. */
    private static final int LONGEST_NAME = 4096;

    private static final long LEAST_NAME_BYTES = 1 << 20;
    private static final int SHARE_OF_HEAP = 4;

    private final Symlinks policy;
    private final @Nullable RawPath after;
    private final Limits limits;
    private final Visitor visitor;
    private final SystemCalls calls;
    private final List<FileStatus> excluded = new ArrayList<>();
    private final Descent descent;

    /** Takes the entries of a walk. */
    @FunctionalInterface
    public interface Visitor {
        /** Returns whether the walk goes on. */
        boolean visit(WalkEntry entry);
    }

    /**
     * How far a walk goes.
     *
     * @param pathBytes no path is longer; a directory whose entries could have longer ones is an entry that failed
     * @param nameBytes memory for names
     */
    public record Limits(int pathBytes, long nameBytes) {
        /** Memory in proportion to the heap. */
        public static Limits ofPaths(int pathBytes) {
            return new Limits(
                    pathBytes, Math.max(LEAST_NAME_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP));
        }
    }

    private TreeWalk(Symlinks policy, @Nullable RawPath after, Limits limits, Visitor visitor, SystemCalls calls) {
        this.policy = policy;
        this.after = after;
        this.limits = limits;
        this.visitor = visitor;
        this.calls = calls;
        this.descent = new Descent(limits.nameBytes, policy == Symlinks.FOLLOW);
    }

    /**
     * Walks from {@code root}, which may be a file.
     *
     * @param after if not null, only what comes after this path, which an earlier walk from the same root gave
     * @param excluded directories of which nothing but a {@link Kind#SKIPPED_EXCLUDED} entry is told. What they lead to
     *     when the walk begins counts, not their names, so they may be written in any way
     */
    public static void walk(
            RawPath root,
            Symlinks policy,
            @Nullable RawPath after,
            List<RawPath> excluded,
            Limits limits,
            Visitor visitor) {
        try (var calls = new SystemCalls()) {
            var walk = new TreeWalk(policy, after, limits, visitor, calls);
            excluded.forEach(walk::exclude);
            walk.run(root);
        }
    }

    /** A walk as far as {@link #LONGEST_PATH}. */
    public static void walk(
            RawPath root, Symlinks policy, @Nullable RawPath after, List<RawPath> excluded, Visitor visitor) {
        walk(root, policy, after, excluded, Limits.ofPaths(LONGEST_PATH), visitor);
    }

    private void exclude(RawPath directory) {
        if (calls.stat(directory.shared(), true) == 0) {
            excluded.add(calls.status());
        }
    }

    private void run(RawPath root) {
        var goesOn = visitRoot(root);
        while (goesOn && !descent.isEmpty()) {
            var name = descent.next();
            if (name != null) {
                var path = descent.entry(name.bytes());
                goesOn = visit(Directory.look(calls, policy, path, name));
                continue;
            }
            var last = descent.unreadAfter();
            if (last == null) {
                descent.leave();
            } else {
                goesOn = readOn(last);
            }
        }
    }

    /** Reads the deepest directory again, from behind {@code last} on. */
    private boolean readOn(byte[] last) {
        var path = descent.path();
        var reading = read(
                path,
                descent.isAtRoot() ? 0 : ownFlags(),
                name -> Arrays.compareUnsigned(name, last) > 0 && isWanted(path, name));
        return switch (reading) {
            case Directory.Reading.Sorted(var names) -> {
                descent.hold(names);
                yield true;
            }
            // Somebody has removed it, and there is no rest of it to tell.
            case Directory.Reading.Unreadable(int errno)
            when errno == Errno.ENOENT -> {
                descent.leave();
                yield true;
            }
            case Directory.Reading.Unreadable(int errno) -> {
                // Its own path comes before what was told of it already.
                var rest = descent.entry(RawPath.of(last).followers());
                descent.leave();
                yield tell(WalkEntry.failed(rest, errno));
            }
        };
    }

    private Directory.Reading read(RawPath path, int flags, Predicate<byte[]> wanted) {
        var descriptor = calls.open(path.shared(), SystemCalls.O_RDONLY | SystemCalls.O_DIRECTORY | flags);
        if (descriptor < 0) {
            return new Directory.Reading.Unreadable(-descriptor);
        }
        try {
            return Directory.read(calls, descriptor, limits.nameBytes, wanted);
        } finally {
            calls.close(descriptor);
        }
    }

    private int ownFlags() {
        return policy == Symlinks.SKIP ? SystemCalls.O_NOFOLLOW : 0;
    }

    private boolean visitRoot(RawPath root) {
        var looked = calls.stat(root.shared(), true);
        if (looked < 0) {
            return tell(WalkEntry.failed(root, -looked));
        }
        var status = calls.status();
        return switch (Directory.Type.of(status)) {
            case DIRECTORY -> descend(root, 0);
            case FILE -> tell(WalkEntry.file(root, status.size()));
            case SYMLINK, SPECIAL, UNREADABLE -> tell(WalkEntry.skipped(root, Kind.SKIPPED_SPECIAL));
        };
    }

    private boolean visit(Directory.Entry entry) {
        var path = entry.path();
        return switch (entry.type()) {
            case DIRECTORY -> descend(path, ownFlags());
            case FILE -> tell(WalkEntry.file(path, entry.size()));
            case SYMLINK -> tell(WalkEntry.skipped(path, Kind.SKIPPED_SYMLINK));
            case SPECIAL -> tell(WalkEntry.skipped(path, Kind.SKIPPED_SPECIAL));
            case UNREADABLE -> tell(WalkEntry.failed(path, entry.errno()));
        };
    }

    private boolean tell(WalkEntry entry) {
        return (after != null && entry.path().compareTo(after) <= 0) || visitor.visit(entry);
    }

    private boolean descend(RawPath path, int flags) {
        if (path.length() > limits.pathBytes - LONGEST_NAME) {
            return tell(WalkEntry.tooDeep(path, limits.pathBytes));
        }
        var descriptor = calls.open(path.shared(), SystemCalls.O_RDONLY | SystemCalls.O_DIRECTORY | flags);
        if (descriptor < 0) {
            return tell(WalkEntry.failed(path, -descriptor));
        }
        try {
            return enter(path, descriptor);
        } finally {
            calls.close(descriptor);
        }
    }

    private boolean enter(RawPath path, int descriptor) {
        var looked = calls.stat(descriptor);
        if (looked < 0) {
            return tell(WalkEntry.failed(path, -looked));
        }
        var self = calls.status();
        if (excluded.stream().anyMatch(self::isSameFile)) {
            return tell(WalkEntry.skipped(path, Kind.SKIPPED_EXCLUDED));
        }
        // Only followed links lead back to where the walk is already.
        if (policy == Symlinks.FOLLOW && descent.contains(self)) {
            return tell(WalkEntry.failed(path, Errno.ELOOP));
        }
        return switch (Directory.read(calls, descriptor, limits.nameBytes, name -> isWanted(path, name))) {
            case Directory.Reading.Unreadable(int errno) -> tell(WalkEntry.failed(path, errno));
            case Directory.Reading.Sorted(var names) -> {
                descent.enter(path, self, names);
                yield true;
            }
        };
    }

    private boolean isWanted(RawPath directory, byte[] name) {
        if (after == null) {
            return true;
        }
        // An entry equal to the mark may be a directory that could not be read then: what is below it comes after it.
        var path = directory.resolve(name);
        return path.compareTo(after) >= 0 || path.contains(after);
    }
}
