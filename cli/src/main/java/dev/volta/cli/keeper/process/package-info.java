/** The program that runs as the keeper: it gives the keeper SSH connections, which no other part of it knows about. */
@NullMarked
package dev.volta.cli.keeper.process;

import org.jspecify.annotations.NullMarked;
