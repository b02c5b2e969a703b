/**
 * A command's side: finding or starting the fleet's keeper, and nodes reached over it that look like any others. It
 * loads few classes, because the time of a command over open connections is mostly that of its own start.
 */
@NullMarked
package dev.volta.core.keeper.client;

import org.jspecify.annotations.NullMarked;
