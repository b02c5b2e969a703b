/** Tests of machines as commands work on them. */
@NullMarked
package dev.volta.core.operation.machines;

import org.jspecify.annotations.NullMarked;
