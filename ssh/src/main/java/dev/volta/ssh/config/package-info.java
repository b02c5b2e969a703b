/**
 * The OpenSSH client configuration, ssh_config(5): read by one parser of Volta's own, because the two SSH libraries each
 * understand another part of it.
 */
@NullMarked
package dev.volta.ssh.config;

import org.jspecify.annotations.NullMarked;
