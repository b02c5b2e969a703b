/** Executes the steps of plans on their nodes, and runs work on several threads until it ends. */
@NullMarked
package dev.volta.core.run;

import org.jspecify.annotations.NullMarked;
