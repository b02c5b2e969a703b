/** Becoming root on a node: as what is logged in already, through sudo without a password, or through sudo with one. */
@NullMarked
package dev.volta.core.privilege;

import org.jspecify.annotations.NullMarked;
