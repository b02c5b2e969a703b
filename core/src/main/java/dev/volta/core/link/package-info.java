/** The way from workers to a controller on another machine: Unix sockets tied together over connections that may break. */
@NullMarked
package dev.volta.core.link;

import org.jspecify.annotations.NullMarked;
