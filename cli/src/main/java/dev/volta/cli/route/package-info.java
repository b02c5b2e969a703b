/** Where the nodes of an inventory are for SSH, after what the operator and ~/.ssh/config say. */
@NullMarked
package dev.volta.cli.route;

import org.jspecify.annotations.NullMarked;
