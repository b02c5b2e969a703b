/** Tests of what a deployment plans and refuses. */
@NullMarked
package dev.volta.core.deploy;

import org.jspecify.annotations.NullMarked;
