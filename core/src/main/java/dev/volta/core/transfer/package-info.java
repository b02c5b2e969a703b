/** Many files on their way to a node. */
@NullMarked
package dev.volta.core.transfer;

import org.jspecify.annotations.NullMarked;
