package dev.volta.core.deploy;

import dev.volta.core.facts.Fact;

/**
 * Who Volta is on a node.
 *
 * @param bootId of the running kernel, and in a container also its PID namespace: nodes that share it are one machine, or one
 *     container of a machine
 * @param systemd whether it is process 1 there
 * @param openFiles how many files a process of this login may have open at most; a program may raise its own limit up to
 *     this (setrlimit(2), the hard limit)
 */
public record LoginInfo(String user, long uid, String home, String bootId, boolean systemd, Fact<Long> openFiles) {
    /** One whose limits were not asked for. */
    public LoginInfo(String user, long uid, String home, String bootId, boolean systemd) {
        this(user, uid, home, bootId, systemd, Fact.unavailable("not asked"));
    }

    /** Whether both are of one machine, though they may be of different containers there. */
    public boolean sharesKernelWith(LoginInfo other) {
        return kernel().equals(other.kernel());
    }

    private String kernel() {
        return bootId.split(" ", 2)[0];
    }

    /** Whether it may have systemd keep services running. */
    boolean hasSystemdAsRoot() {
        return isRoot() && systemd;
    }

    public boolean isRoot() {
        return uid == 0;
    }
}
