/**
 * The command line: options in, one call, one rendering. This is the only composition root, the only place that knows
 * picocli and the only place that ends the process.
 */
@NullMarked
package dev.volta.cli;

import org.jspecify.annotations.NullMarked;
