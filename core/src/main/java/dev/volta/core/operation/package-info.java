/** What every operation on a fleet gets: the description, access to the nodes, and writers for results and messages. */
@NullMarked
package dev.volta.core.operation;

import org.jspecify.annotations.NullMarked;
