@NullMarked
package dev.volta.core.config.shapes;

import org.jspecify.annotations.NullMarked;
