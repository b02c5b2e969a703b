@NullMarked
package dev.volta.core.stream;

import org.jspecify.annotations.NullMarked;
