/** {@code volta nodes} and {@code volta ssh}: the inventory, and a way into one of its nodes. */
@NullMarked
package dev.volta.cli.nodes;

import org.jspecify.annotations.NullMarked;
