/**
 * From files and options to a checked configuration, in three steps: the files are loaded as trees, the trees are
 * filled up with defaults, and what they then say is validated. The filled tree stays beside the values, so that
 * {@code volta config show} can tell where each of them came from. All problems of all files are told at once.
 */
@NullMarked
package dev.volta.core.config.load;

import org.jspecify.annotations.NullMarked;
