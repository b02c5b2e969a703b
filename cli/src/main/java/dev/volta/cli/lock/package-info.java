/** The lock of a fleet as commands take, show and break it. */
@NullMarked
package dev.volta.cli.lock;

import org.jspecify.annotations.NullMarked;
