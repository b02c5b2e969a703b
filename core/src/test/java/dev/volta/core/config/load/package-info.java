@NullMarked
package dev.volta.core.config.load;

import org.jspecify.annotations.NullMarked;
