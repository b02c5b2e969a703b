/** {@code volta facts}: hardware, system and clock of nodes. */
@NullMarked
package dev.volta.cli.facts;

import org.jspecify.annotations.NullMarked;
