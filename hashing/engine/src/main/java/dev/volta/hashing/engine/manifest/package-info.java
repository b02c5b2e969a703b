/**
 * Lists of digests as {@code sha256sum} and its relatives write and read them, line by line in both directions. Names
 * are bytes, so every name that a file can have survives a round trip.
 */
@NullMarked
package dev.volta.hashing.engine.manifest;

import org.jspecify.annotations.NullMarked;
