/**
 * A command's side: finding or starting the fleet's keeper, and nodes reached over it that behave like any others. It
 * loads few classes, because a command over open connections spends most of its time on its own start.
 */
@NullMarked
package dev.volta.core.keeper.client;

import org.jspecify.annotations.NullMarked;
