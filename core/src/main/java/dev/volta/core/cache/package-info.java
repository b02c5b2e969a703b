/**
 * Emptying the page caches of nodes, and showing for given files that they are gone. Caches belong to a kernel, not to
 * a node: of several nodes on one kernel, one does it for all.
 */
@NullMarked
package dev.volta.core.cache;

import org.jspecify.annotations.NullMarked;
