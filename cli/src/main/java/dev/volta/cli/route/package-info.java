/** How SSH reaches the nodes of an inventory, according to the operator's choices and ~/.ssh/config. */
@NullMarked
package dev.volta.cli.route;

import org.jspecify.annotations.NullMarked;
