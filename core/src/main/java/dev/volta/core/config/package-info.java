/**
 * What an operator asked for, as values: the fleet with its nodes and services, the experiment, and the problems that
 * were found while reading them. Nothing here reads a file; {@code dev.volta.core.config.load} does that. Every value
 * is checked when it is made, so no other code needs to check it again; raw text becomes a value in {@code parse}
 * methods, which throw {@link BadValueException} with the text and the expected form.
 */
@NullMarked
package dev.volta.core.config;

import org.jspecify.annotations.NullMarked;
