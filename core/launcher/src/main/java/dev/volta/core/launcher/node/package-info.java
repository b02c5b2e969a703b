/**
 * The launcher: a program on a node that starts commands and accounts for them, one after the other. It is a child
 * subreaper (prctl(2)), so that no process of a command escapes, and measures nothing while a command runs.
 */
@NullMarked
package dev.volta.core.launcher.node;

import org.jspecify.annotations.NullMarked;
