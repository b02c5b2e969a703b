/** {@code volta facts}: what nodes are made of. */
@NullMarked
package dev.volta.cli.facts;

import org.jspecify.annotations.NullMarked;
