package dev.volta.hashing.engine.posix;

import java.util.Set;

/**
 * File systems in which the kernel makes a file's content while it is read, so that its size tells nothing, and some files
 * have no end for any practical purpose: {@code /proc/PID/pagemap} has 256 GiB, {@code /proc/kcore} 128 TiB.
 */
final class KernelFileSystems {
    /** Their numbers in {@code linux/magic.h}: procfs, sysfs, debugfs, tracefs, securityfs, cgroup, cgroup2, bpf, pstore. */
    private static final Set<Long> MAGIC = Set.of(
            0x9fa0L,
            0x62656572L,
            0x64626720L,
            0x74726163L,
            0x73636673L,
            0x27e0ebL,
            0x63677270L,
            0xcafe4a11L,
            0x6165676cL);

    private KernelFileSystems() {}

    /** @param type {@code f_type} of statfs(2), a long with the same numbers on amd64 and riscv64 */
    static boolean has(long type) {
        return MAGIC.contains(type);
    }
}
