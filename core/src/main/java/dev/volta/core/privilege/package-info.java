/**
 * Running programs as root on a node: as the logged-in user if that is root, or through sudo, with or without a
 * password.
 */
@NullMarked
package dev.volta.core.privilege;

import org.jspecify.annotations.NullMarked;
