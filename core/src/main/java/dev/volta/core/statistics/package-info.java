/**
 * What a series of measurements says, and what it is too short to say. Everything here is a pure function of numbers in
 * the order in which they were taken; formulas are cited where they stand. A figure that the sample cannot support is
 * absent with its reason, never a zero.
 */
@NullMarked
package dev.volta.core.statistics;

import org.jspecify.annotations.NullMarked;
