/**
 * The machine that Volta itself runs on, as a {@link dev.volta.core.remote.Remote}: programs are child processes, uploads
 * are copies, and a tunnel between two Unix sockets is a symbolic link.
 */
@NullMarked
package dev.volta.core.remote.local;

import org.jspecify.annotations.NullMarked;
