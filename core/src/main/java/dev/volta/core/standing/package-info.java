/** The state of a fleet: which services run as described, and what is wrong with those that do not. */
@NullMarked
package dev.volta.core.standing;

import org.jspecify.annotations.NullMarked;
