@NullMarked
package dev.volta.core.config.yaml;

import org.jspecify.annotations.NullMarked;
