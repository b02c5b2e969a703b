/**
 * The keeper: one process per fleet, started on demand, that holds what must outlive a command, such as open connections
 * and tunnels. Here is what both its sides and the command line know of it: where it is, what it says about itself, and
 * what it is given to make connections. It can be lost at any moment; nothing is known to it alone.
 */
@NullMarked
package dev.volta.core.keeper;

import org.jspecify.annotations.NullMarked;
