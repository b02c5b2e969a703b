/** {@code volta exec}: one command on many nodes, and what becomes of its output. */
@NullMarked
package dev.volta.cli.exec;

import org.jspecify.annotations.NullMarked;
