/**
 * Pinned host keys: the known_hosts format of OpenSSH (sshd(8), section SSH_KNOWN_HOSTS FILE FORMAT), the verdict on a
 * key that a server presents, and the one place that writes pins.
 */
@NullMarked
package dev.volta.ssh.hostkeys;

import org.jspecify.annotations.NullMarked;
