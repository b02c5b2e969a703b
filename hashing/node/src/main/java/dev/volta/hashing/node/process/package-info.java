/** What both node processes need to run on their own: settings, the owner they live for, pauses between attempts. */
@NullMarked
package dev.volta.hashing.node.process;

import org.jspecify.annotations.NullMarked;
