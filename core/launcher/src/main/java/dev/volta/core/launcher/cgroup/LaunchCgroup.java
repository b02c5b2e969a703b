package dev.volta.core.launcher.cgroup;

import dev.volta.core.launcher.posix.Spawn;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The cgroups of one launch: of version 1 there may be two, and there may be none. */
public final class LaunchCgroup {
    private final List<CgroupFolder> folders;
    private final @Nullable CgroupFolder memory;

    LaunchCgroup(List<CgroupFolder> folders, @Nullable CgroupFolder memory) {
        this.folders = folders;
        this.memory = memory;
    }

    /** Lets the child that this thread makes next begin in it; {@link #leave} and {@link #leaveAfterwards} follow. */
    public void enter(Spawn spawn) throws IOException {
        for (var folder : folders) {
            folder.enter(spawn);
        }
    }

    /** As soon as the child has begun, or was not made: its number is below zero. */
    public void leave(int child) throws IOException {
        for (var folder : folders) {
            folder.leave(child);
        }
    }

    /** When the child has ended, or has not begun. */
    public void leaveAfterwards() throws IOException {
        for (var folder : folders) {
            folder.leaveAfterwards();
        }
    }

    /** The most memory that was in use at a time, with page cache and what the kernel needed; empty where none tells. */
    public OptionalLong peakMemory() throws IOException {
        return memory != null && memory.hasPeakMemory() ? OptionalLong.of(memory.peakMemory()) : OptionalLong.empty();
    }

    /** How many of its processes the kernel has ended for want of memory; 0 where none tells. */
    public int oomKills() throws IOException {
        return memory == null ? 0 : memory.oomKills();
    }

    /** The processes in it. */
    public Set<Integer> members() throws IOException {
        var members = new HashSet<Integer>();
        for (var folder : folders) {
            members.addAll(folder.members());
        }
        return members;
    }

    /** Ends all that is in it, where the kernel can do that at once. */
    public void kill() throws IOException {
        for (var folder : folders) {
            folder.kill();
        }
    }

    /** Makes it as good as new; false if it has to be removed instead. */
    boolean reset() throws IOException {
        for (var folder : folders) {
            if (!folder.reset()) {
                return false;
            }
        }
        return !folders.isEmpty();
    }

    /** Removes it; false if the kernel does not let go of it, which may be because processes are in it. */
    public boolean remove() {
        var removed = true;
        for (var folder : folders) {
            removed &= folder.remove();
        }
        return removed;
    }

    @Override
    public String toString() {
        return folders.toString();
    }
}
