/**
 * What an operator asked for, as values: the fleet with its nodes and services, the experiment, and the problems that
 * were found on the way there. Nothing here reads a file; {@code dev.volta.core.config.load} does that. Every value is
 * checked when it is made, so whoever holds one need not check again; raw text stops at {@code parse} methods, which
 * throw {@link BadValueException} with the text and what would be right.
 */
@NullMarked
package dev.volta.core.config;

import org.jspecify.annotations.NullMarked;
