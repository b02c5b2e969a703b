/**
 * The language in which the keys of a configuration file are described once: name, shape, default and documentation.
 * From one description come the reading, the defaults, the messages and the JSON Schema, so they cannot drift apart.
 */
@NullMarked
package dev.volta.core.config.keys;

import org.jspecify.annotations.NullMarked;
