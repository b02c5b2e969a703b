/**
 * From files and options to a checked configuration, in three steps: files are loaded as trees, trees are completed
 * with defaults, and the result is validated. The completed tree stays beside the values, so that
 * {@code volta config show} can show where each of them came from. All problems of all files are reported together.
 */
@NullMarked
package dev.volta.core.config.load;

import org.jspecify.annotations.NullMarked;
