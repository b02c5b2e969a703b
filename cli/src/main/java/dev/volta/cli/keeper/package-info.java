/** The commands about the fleet's keeper, and the option by which other commands work over it. */
@NullMarked
package dev.volta.cli.keeper;

import org.jspecify.annotations.NullMarked;
