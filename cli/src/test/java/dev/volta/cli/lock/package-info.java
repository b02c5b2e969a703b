/** Tests of the lock of a fleet. */
@NullMarked
package dev.volta.cli.lock;

import org.jspecify.annotations.NullMarked;
