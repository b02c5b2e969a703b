package dev.volta.core.deploy;

/**
 * Who Volta is on a node.
 *
 * @param bootId of the running kernel: nodes that share it are one machine
 * @param systemd whether it is process 1 there
 */
public record Account(String user, long uid, String home, String bootId, boolean systemd) {
    public boolean isRoot() {
        return uid == 0;
    }
}
