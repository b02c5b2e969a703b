/** A module that Volta does not have: what it brings, and that the whole program works with it. */
@NullMarked
package dev.volta.cli.proof;

import org.jspecify.annotations.NullMarked;
