/**
 * What byte streams between two processes share, over any carrier: a Unix socket that leads to a stream, copying
 * between the two, and credit, by which a slow reader stops only its own stream.
 */
@NullMarked
package dev.volta.core.stream;

import org.jspecify.annotations.NullMarked;
