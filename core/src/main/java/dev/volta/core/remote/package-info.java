/**
 * How a node is reached: the {@link dev.volta.core.remote.Remote} port and the values that cross it. The port is the
 * only way for the rest of the core to touch a machine; its sides are the local machine (here) and the two SSH
 * transports (module {@code ssh}). Everything about quoting, connections and byte streams stays behind it.
 */
@NullMarked
package dev.volta.core.remote;

import org.jspecify.annotations.NullMarked;
