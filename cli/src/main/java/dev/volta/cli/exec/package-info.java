/** {@code volta exec}: one command on many nodes, and the ways to print its output. */
@NullMarked
package dev.volta.cli.exec;

import org.jspecify.annotations.NullMarked;
