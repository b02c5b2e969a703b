/**
 * Nodes reached over SSH. Apache MINA SSHD carries the bytes for a fleet ({@link dev.volta.ssh.MinaFleet}), JSch for a
 * single node ({@link dev.volta.ssh.JschConnection}), and the system's ssh on request ({@link
 * dev.volta.ssh.OpenSshFleet}). Each of them only opens connections and channels, behind the interface
 * {@code SshConnection}; commands, files and tunnels are built once above it. No type of either library appears in a
 * public signature. Both libraries use the same key files, agent keys and pinned host keys in the same way.
 */
@NullMarked
package dev.volta.ssh;

import org.jspecify.annotations.NullMarked;
