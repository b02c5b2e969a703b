/** One command on many nodes. */
@NullMarked
package dev.volta.core.operation.exec;

import org.jspecify.annotations.NullMarked;
