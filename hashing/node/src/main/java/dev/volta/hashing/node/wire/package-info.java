/**
 * The frames that controller, workers and clients exchange over the controller's Unix socket; docs/protocol.md is
 * their specification. Whatever arrives is checked here against limits before memory is taken for it, so that the
 * packages above see complete, well-formed messages or a {@link dev.volta.hashing.node.wire.ProtocolException}.
 */
@NullMarked
package dev.volta.hashing.node.wire;

import org.jspecify.annotations.NullMarked;
