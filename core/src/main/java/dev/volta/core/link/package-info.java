/**
 * Unix sockets and ports of nodes joined with those of this machine over connections that may break: links from workers to a
 * controller on another machine, and ports of services that programs of this machine ask.
 */
@NullMarked
package dev.volta.core.link;

import org.jspecify.annotations.NullMarked;
