/**
 * Plans: which steps are to be done on which node, in which order. A plan is a value; making, comparing and printing
 * one has no side effects.
 */
@NullMarked
package dev.volta.core.plan;

import org.jspecify.annotations.NullMarked;
