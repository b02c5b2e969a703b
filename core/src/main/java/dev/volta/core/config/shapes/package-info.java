/**
 * The language in which the keys of a configuration file are described once: name, shape, default and documentation.
 * Reading, defaults, messages and the JSON Schema all come from this description, so they cannot differ.
 */
@NullMarked
package dev.volta.core.config.shapes;

import org.jspecify.annotations.NullMarked;
