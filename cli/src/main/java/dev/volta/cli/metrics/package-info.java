/** The command that watches a fleet. */
@NullMarked
package dev.volta.cli.metrics;

import org.jspecify.annotations.NullMarked;
