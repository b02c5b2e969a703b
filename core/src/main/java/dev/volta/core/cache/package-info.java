/**
 * Drops the page caches of nodes, and shows that given files are no longer in memory. Caches belong to a kernel, not to
 * a node: of several nodes on one kernel, only one drops them.
 */
@NullMarked
package dev.volta.core.cache;

import org.jspecify.annotations.NullMarked;
