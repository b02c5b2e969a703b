/** Real controller and worker processes, started from their jars, on small trees. */
@NullMarked
package dev.volta.hashing.node.it;

import org.jspecify.annotations.NullMarked;
