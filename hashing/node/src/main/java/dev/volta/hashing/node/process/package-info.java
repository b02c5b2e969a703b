/** What both node processes share: settings, the lock of the owner that they end with, pauses between attempts. */
@NullMarked
package dev.volta.hashing.node.process;

import org.jspecify.annotations.NullMarked;
