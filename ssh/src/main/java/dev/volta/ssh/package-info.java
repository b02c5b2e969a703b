/**
 * Nodes reached over SSH. Two libraries carry the bytes, Apache MINA SSHD for a fleet ({@link dev.volta.ssh.MinaFleet})
 * and JSch for a single node ({@link dev.volta.ssh.JschConnection}), or the system's ssh ({@link
 * dev.volta.ssh.OpenSshFleet}). Each of them only opens connections and channels,
 * behind the seam {@code Wire}; commands, files and tunnels are built once above it. No type of either library appears
 * in a public signature. Keys of both kinds of file, the agent and pinned host keys mean the same on both sides.
 */
@NullMarked
package dev.volta.ssh;

import org.jspecify.annotations.NullMarked;
