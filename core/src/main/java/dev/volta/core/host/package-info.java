/**
 * What a node is made of, as far as it bears on a measurement. One POSIX shell script crosses the
 * {@link dev.volta.core.remote.Remote} port once per node and prints the kernel's files as they are; they are read here,
 * so that the reading is tested on texts recorded from other architectures. A fact that a node does not tell is
 * unavailable with a reason.
 */
@NullMarked
package dev.volta.core.host;

import org.jspecify.annotations.NullMarked;
