/** {@code volta init}: commented files that describe a fleet, to start from. */
@NullMarked
package dev.volta.cli.init;

import org.jspecify.annotations.NullMarked;
