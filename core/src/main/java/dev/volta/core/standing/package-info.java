/** How a fleet stands: which services run as they are described, and what is wrong where they do not. */
@NullMarked
package dev.volta.core.standing;

import org.jspecify.annotations.NullMarked;
