/** The state of a fleet: which services run as described, and what is wrong with those that do not. */
@NullMarked
package dev.volta.core.doctor;

import org.jspecify.annotations.NullMarked;
