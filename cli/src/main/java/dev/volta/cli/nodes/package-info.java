/** {@code volta nodes} and {@code volta ssh}: the inventory, and a session on one of its nodes. */
@NullMarked
package dev.volta.cli.nodes;

import org.jspecify.annotations.NullMarked;
