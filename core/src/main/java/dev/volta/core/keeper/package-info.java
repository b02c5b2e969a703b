/**
 * The keeper: one process per fleet, started on demand, that holds what must outlive a command, such as open
 * connections and tunnels. This package has what both its sides and the command line need: where the keeper is, what it
 * reports about itself, and what it needs to make connections. It can be lost at any moment, because everything that it
 * knows can be found again.
 */
@NullMarked
package dev.volta.core.keeper;

import org.jspecify.annotations.NullMarked;
