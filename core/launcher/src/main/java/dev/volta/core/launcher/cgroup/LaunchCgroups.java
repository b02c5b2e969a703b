package dev.volta.core.launcher.cgroup;

import dev.volta.core.launcher.LaunchLimits;
import dev.volta.core.launcher.posix.Spawn;
import dev.volta.core.launcher.posix.SystemCalls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Which cgroups the launches of a run get on this node, if any. */
public final class LaunchCgroups {
    private final SystemCalls calls;
    private final String prefix;
    private @Nullable CgroupHome memory;
    private @Nullable CgroupHome cpu;
    private String noMemory = "";
    private String noCpu = "";
    private boolean makesChildren = Spawn.canEnterCgroup();
    private @Nullable LaunchCgroup spare;
    private LaunchLimits limitsOfSpare = LaunchLimits.NONE;

    /**
     * Finds out what there can be, and ends and removes what killed launchers left.
     *
     * @param name of the run
     */
    public LaunchCgroups(SystemCalls calls, String name, LaunchLimits limits) {
        this.calls = calls;
        this.prefix = CgroupFolder.namesOf(name, calls.ownPid());
        try {
            memory = CgroupHome.find("memory");
            CgroupFolder.removeLeft(calls, memory);
        } catch (IOException e) {
            noMemory = String.valueOf(e.getMessage());
        }
        if (limits.cpuMicrosPer100ms() > 0) {
            try {
                cpu = CgroupHome.find("cpu");
                CgroupFolder.removeLeft(calls, cpu);
            } catch (IOException e) {
                noCpu = String.valueOf(e.getMessage());
            }
        }
        tryOut(limits);
    }

    /** What the kernel refuses only when it is done, of each controller by itself. */
    private void tryOut(LaunchLimits limits) {
        if (memory != null) {
            try {
                if (peakMemoryAfterMaking("memory", new LaunchLimits(limits.memoryBytes(), 0))
                        .isEmpty()) {
                    noMemory =
                            "the kernel's cgroups keep no peak of the memory in use (memory.peak is there since Linux 5.19)";
                }
            } catch (IOException e) {
                noMemory = String.valueOf(e.getMessage());
                memory = null;
            }
        }
        if (cpu != null) {
            try {
                peakMemoryAfterMaking("cpu", new LaunchLimits(0, limits.cpuMicrosPer100ms()));
            } catch (IOException e) {
                noCpu = String.valueOf(e.getMessage());
                cpu = null;
            }
        }
    }

    /** That of a cgroup with these limits, which is removed again. */
    private OptionalLong peakMemoryAfterMaking(String name, LaunchLimits limits) throws IOException {
        var cgroup = make(name, limits);
        try {
            return cgroup.peakMemory();
        } finally {
            cgroup.remove();
        }
    }

    /** How the processes of a launch are kept together. */
    public String tree() {
        return memory == null ? "session and subreaper: " + noMemory : "cgroup v" + memory.version();
    }

    /** Why the peak memory of a process tree cannot be told. */
    public Optional<String> noMemory() {
        return noMemory.isEmpty() ? Optional.empty() : Optional.of(noMemory);
    }

    /** Why limits cannot be enforced. */
    public Optional<String> noLimits(LaunchLimits limits) {
        var reasons = new ArrayList<String>();
        if (limits.memoryBytes() > 0 && memory == null) {
            reasons.add("memory: " + noMemory);
        }
        if (limits.cpuMicrosPer100ms() > 0 && cpu == null) {
            reasons.add("processors: " + noCpu);
        }
        return reasons.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", reasons));
    }

    /**
     * Takes back the cgroup of a launch that has ended: the next one has it if it is as good as new, since processes take a
     * quarter longer to start and end in one that the kernel has just made. False if the kernel does not let go of it.
     */
    public boolean giveBack(LaunchCgroup cgroup, LaunchLimits limits) throws IOException {
        if (spare == null && cgroup.reset()) {
            spare = cgroup;
            limitsOfSpare = limits;
            return true;
        }
        return cgroup.remove();
    }

    /** No child could be made in a cgroup: the C library can, but an old kernel or a sandbox refuses it. */
    public void makeNoChildren() {
        makesChildren = false;
        close();
    }

    /** Removes what is left when there are no more launches; false if the kernel does not let go of it. */
    public boolean close() {
        var last = spare;
        spare = null;
        return last == null || last.remove();
    }

    /** The cgroup for the launch of that name, or one that is none if there can be none and no limits are asked for. */
    public LaunchCgroup make(String launch, LaunchLimits limits) throws IOException {
        var last = spare;
        if (last != null && limits.equals(limitsOfSpare)) {
            spare = null;
            return last;
        }
        var without = noLimits(limits);
        if (without.isPresent()) {
            throw new IOException("limits cannot be enforced: " + without.get());
        }
        var made = new ArrayList<CgroupFolder>();
        try {
            @Nullable CgroupFolder ofMemory = null;
            if (memory != null) {
                ofMemory = make(memory, "memory", launch, made);
                if (limits.memoryBytes() > 0) {
                    ofMemory.limitMemory(limits.memoryBytes());
                }
            }
            if (cpu != null && limits.cpuMicrosPer100ms() > 0) {
                var ofCpu = ofMemory != null && ofMemory.isIn(cpu) ? ofMemory : make(cpu, "cpu", launch, made);
                cpu.enable("cpu");
                ofCpu.limitCpu(limits.cpuMicrosPer100ms());
            }
            return new LaunchCgroup(made, ofMemory);
        } catch (IOException e) {
            for (var folder : made) {
                folder.remove();
            }
            throw e;
        }
    }

    private CgroupFolder make(CgroupHome home, String controller, String launch, List<CgroupFolder> made)
            throws IOException {
        home.enable(controller);
        var folder = CgroupFolder.make(calls, home, prefix + launch, makesChildren);
        made.add(folder);
        return folder;
    }
}
