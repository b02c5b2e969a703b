/**
 * Hashing of files and trees on Linux. A {@link dev.volta.hashing.engine.TreeWalk} finds the files in an order that
 * depends on their names alone, a {@link dev.volta.hashing.engine.FileHasher} turns one file into a digest or a reason,
 * and {@link dev.volta.hashing.engine.OrderedHashing} does so on several threads. Names are bytes from end to end
 * ({@link dev.volta.hashing.engine.RawPath}); what goes wrong with one file is a value, never an exception.
 */
@NullMarked
package dev.volta.hashing.engine;

import org.jspecify.annotations.NullMarked;
