/** What operations on a fleet are given: its description, the way to its nodes, and where to tell of it. */
@NullMarked
package dev.volta.core.operation;

import org.jspecify.annotations.NullMarked;
