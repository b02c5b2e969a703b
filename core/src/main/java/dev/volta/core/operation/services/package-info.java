/** Deploying, starting, stopping and examining the services of a fleet. */
@NullMarked
package dev.volta.core.operation.services;

import org.jspecify.annotations.NullMarked;
