/**
 * The OpenSSH client configuration, ssh_config(5): read by one parser of Volta's own, because each of the two SSH
 * libraries understands only a part of it.
 */
@NullMarked
package dev.volta.ssh.config;

import org.jspecify.annotations.NullMarked;
