package dev.volta.core.launcher.node;

import dev.volta.core.launcher.cgroup.LaunchCgroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The processes of lasting launches: those that ran at the end of theirs, known by number and start, all that descend from
 * them, all in sessions in which one of these was seen, and all in their cgroups. For any thread.
 */
final class KeptProcesses {
    private final Map<Integer, Long> starts = new HashMap<>();
    private final Set<Integer> sessions = new HashSet<>();
    private final List<LaunchCgroup> cgroups = new ArrayList<>();

    synchronized void add(List<ProcessEntry> processes, LaunchCgroup cgroup) {
        for (var process : processes) {
            starts.put(process.pid(), process.start());
            sessions.add(process.session());
        }
        cgroups.add(cgroup);
    }

    synchronized List<LaunchCgroup> cgroups() {
        return List.copyOf(cgroups);
    }

    /** A new process has that number, so that no kept one has it, nor a session. */
    synchronized void forget(int pid) {
        starts.remove(pid);
        sessions.remove(pid);
    }

    /** Whether the process, which may have ended, is seen to be a kept one; its parents do not count. */
    synchronized boolean has(int pid) {
        if (starts.isEmpty()) {
            return false;
        }
        var process = ProcessEntry.of(pid);
        return process != null && has(process);
    }

    private boolean has(ProcessEntry process) {
        var start = starts.get(process.pid());
        return (start != null && start == process.start()) || sessions.contains(process.session());
    }

    /** Those of all descendants of the launcher that are not kept, and live. */
    synchronized List<ProcessEntry> without(List<ProcessEntry> descendants) {
        var others = withoutFamily(descendants);
        if (cgroups.isEmpty() || others.isEmpty()) {
            return others;
        }
        // They are read after the processes: what was in one of them is there now, or has ended.
        var members = inCgroups();
        var sure = new ArrayList<ProcessEntry>();
        for (var other : others) {
            var now = members.contains(other.pid()) ? null : ProcessEntry.of(other.pid());
            if (now != null && now.isAlive() && now.start() == other.start()) {
                sure.add(other);
            }
        }
        return sure;
    }

    private List<ProcessEntry> withoutFamily(List<ProcessEntry> descendants) {
        var family = new HashSet<Integer>();
        // A child may be listed before its parent.
        for (var before = -1; before < family.size(); ) {
            before = family.size();
            for (var process : descendants) {
                if (has(process) || family.contains(process.parent())) {
                    family.add(process.pid());
                    // It may have made one since it was kept, in which orphans of its own are.
                    sessions.add(process.session());
                }
            }
        }
        var others = new ArrayList<ProcessEntry>();
        for (var process : descendants) {
            if (!family.contains(process.pid()) && process.isAlive()) {
                others.add(process);
            }
        }
        return others;
    }

    private Set<Integer> inCgroups() {
        var pids = new HashSet<Integer>();
        for (var cgroup : cgroups) {
            try {
                pids.addAll(cgroup.members());
            } catch (IOException e) {
                System.err.println("cannot read who is in " + cgroup + ": " + e.getMessage());
            }
        }
        return pids;
    }
}
