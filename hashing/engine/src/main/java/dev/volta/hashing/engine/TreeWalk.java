package dev.volta.hashing.engine;

import dev.volta.hashing.engine.WalkEntry.Kind;
import dev.volta.hashing.engine.posix.Errno;
import dev.volta.hashing.engine.posix.FileStatus;
import dev.volta.hashing.engine.posix.SystemCalls;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Visits what lies below a root, depth first, each directory in the order of {@link RawPath}. What cannot be read is an
 * entry, not an exception. Memory holds the names of one directory per depth and no descriptor stays open, so neither the
 * depth of a tree nor the length of its paths is limited.
 */
public final class TreeWalk {
    private final Symlinks policy;
    private final @Nullable RawPath after;
    private final Visitor visitor;
    private final SystemCalls calls;
    private final List<FileStatus> excluded = new ArrayList<>();
    private final Deque<Directory> entered = new ArrayDeque<>();

    /** Takes the entries of a walk. */
    @FunctionalInterface
    public interface Visitor {
        /** Returns whether the walk goes on. */
        boolean visit(WalkEntry entry);
    }

    private TreeWalk(Symlinks policy, @Nullable RawPath after, Visitor visitor, SystemCalls calls) {
        this.policy = policy;
        this.after = after;
        this.visitor = visitor;
        this.calls = calls;
    }

    /**
     * Walks from {@code root}, which may be a file.
     *
     * @param after if not null, only what comes after this path, which an earlier walk from the same root gave
     * @param excluded directories of which nothing but a {@link Kind#SKIPPED_EXCLUDED} entry is told. What they lead to
     *     when the walk begins counts, not their names, so they may be written in any way
     */
    public static void walk(
            RawPath root, Symlinks policy, @Nullable RawPath after, List<RawPath> excluded, Visitor visitor) {
        try (var calls = new SystemCalls()) {
            var walk = new TreeWalk(policy, after, visitor, calls);
            excluded.forEach(walk::exclude);
            walk.run(root);
        }
    }

    private void exclude(RawPath directory) {
        if (calls.stat(directory.shared(), true) == 0) {
            excluded.add(calls.status());
        }
    }

    private void run(RawPath root) {
        var goesOn = visitRoot(root);
        while (goesOn && !entered.isEmpty()) {
            var directory = entered.element();
            var entry = directory.next(calls, policy);
            if (entry == null) {
                entered.remove();
            } else {
                goesOn = visit(entry);
            }
        }
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
            case DIRECTORY -> descend(path, policy == Symlinks.SKIP ? SystemCalls.O_NOFOLLOW : 0);
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
        if (isInside(self)) {
            return tell(WalkEntry.failed(path, Errno.ELOOP));
        }
        return switch (Directory.read(calls, descriptor, name -> isWanted(path, name))) {
            case Directory.Reading.Unreadable(int errno) -> tell(WalkEntry.failed(path, errno));
            case Directory.Reading.Sorted(var names) -> {
                entered.push(new Directory(path, self, names));
                yield true;
            }
        };
    }

    /** Whether the walk is in {@code directory} already. Only followed links lead back into it. */
    private boolean isInside(FileStatus directory) {
        return policy == Symlinks.FOLLOW
                && entered.stream().anyMatch(ancestor -> ancestor.self().isSameFile(directory));
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
