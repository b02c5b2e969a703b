/**
 * How a node is reached: the {@link dev.volta.core.remote.Remote} interface and its values. The rest of the core
 * reaches a machine only through this interface. It is implemented for the local machine (here) and for SSH (module
 * {@code ssh}), which hide quoting, connections and byte streams.
 */
@NullMarked
package dev.volta.core.remote;

import org.jspecify.annotations.NullMarked;
