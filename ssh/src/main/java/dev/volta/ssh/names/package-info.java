/** How ssh_config and known_hosts name hosts. */
@NullMarked
package dev.volta.ssh.names;

import org.jspecify.annotations.NullMarked;
