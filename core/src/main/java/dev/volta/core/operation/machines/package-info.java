/** Booting and ending the virtual machines of a fleet. */
@NullMarked
package dev.volta.core.operation.machines;

import org.jspecify.annotations.NullMarked;
