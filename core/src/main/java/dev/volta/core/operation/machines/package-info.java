/** Booting and ending the virtual machines of a fleet, as commands order it. */
@NullMarked
package dev.volta.core.operation.machines;

import org.jspecify.annotations.NullMarked;
