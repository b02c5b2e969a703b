@NullMarked
package dev.volta.core.config.keys;

import org.jspecify.annotations.NullMarked;
