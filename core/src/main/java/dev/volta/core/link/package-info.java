/** Links from workers to a controller on another machine: Unix sockets joined over connections that may break. */
@NullMarked
package dev.volta.core.link;

import org.jspecify.annotations.NullMarked;
