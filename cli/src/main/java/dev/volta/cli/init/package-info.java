/** {@code volta init}: files that describe a fleet, to begin with. */
@NullMarked
package dev.volta.cli.init;

import org.jspecify.annotations.NullMarked;
