/** The commands about the fleet's keeper, and the option with which other commands use it. */
@NullMarked
package dev.volta.cli.keeper;

import org.jspecify.annotations.NullMarked;
