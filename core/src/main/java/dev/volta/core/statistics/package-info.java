/**
 * Statistics of a series of measurements. Everything here is a pure function of numbers in the order in which they were
 * taken; formulas are cited where they are used. A figure that the sample cannot support is absent with its reason,
 * never a zero.
 */
@NullMarked
package dev.volta.core.statistics;

import org.jspecify.annotations.NullMarked;
