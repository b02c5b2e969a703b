/** Files to many nodes, and from them. */
@NullMarked
package dev.volta.core.operation.transfer;

import org.jspecify.annotations.NullMarked;
