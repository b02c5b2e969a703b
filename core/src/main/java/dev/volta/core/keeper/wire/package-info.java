/**
 * What crosses the keeper's socket: frames, the values in them, and the connection that carries them. Both sides use it;
 * it knows neither. The bytes are specified in {@code docs/keeper.md}.
 */
@NullMarked
package dev.volta.core.keeper.wire;

import org.jspecify.annotations.NullMarked;
