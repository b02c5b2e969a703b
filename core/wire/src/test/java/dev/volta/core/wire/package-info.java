@NullMarked
package dev.volta.core.wire;

import org.jspecify.annotations.NullMarked;
