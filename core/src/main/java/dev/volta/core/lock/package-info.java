/**
 * The lock that lets one command at a time change a fleet. It is on one of the fleet's nodes, so it binds every
 * operator.
 */
@NullMarked
package dev.volta.core.lock;

import org.jspecify.annotations.NullMarked;
