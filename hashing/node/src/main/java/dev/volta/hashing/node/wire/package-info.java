/**
 * The frames that controller, workers and clients exchange over the controller's Unix socket; docs/protocol.md
 * specifies them. All input is checked against limits here before memory is allocated for it, so that the packages
 * above get complete, well-formed messages or a {@link dev.volta.hashing.node.wire.ProtocolException}.
 */
@NullMarked
package dev.volta.hashing.node.wire;

import org.jspecify.annotations.NullMarked;
