/**
 * The keeper's own side: it admits clients of its user, carries out what they ask over pooled connections, and leaves
 * when nobody has needed it for a while.
 */
@NullMarked
package dev.volta.core.keeper.server;

import org.jspecify.annotations.NullMarked;
