/**
 * The conversation with the launcher, the program that starts commands on a node and accounts for them: messages in frames
 * over its standard input and output, one client at a time. The program itself is in the package {@code node} below.
 */
@NullMarked
package dev.volta.core.launcher;

import org.jspecify.annotations.NullMarked;
